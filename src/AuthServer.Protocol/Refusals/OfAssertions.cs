namespace AuthServer.Protocol.Refusals;

/// <summary>Assertions by which a client proves itself: private_key_jwt, client_secret_jwt (RFC 7523 §3, OIDC Core §9).</summary>
internal static class OfAssertions
{
    public static readonly Case[] All =
    [
        new("assertion.type", "client_assertion and client_assertion_type do not go together", "RFC 7521 §4.2",
            "An assertion comes with its type, urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
            "Send both, and the type exactly so.",
            "client_assertion and its client_assertion_type belong together"),
        new("assertion.signature", "The assertion is not signed as the client's registration says", "RFC 7523 §3 (9), RFC 8725 §3.1",
            "The signature is by a key of the client's jwks or jwks_uri (private_key_jwt) or by its secret (client_secret_jwt), "
            + "with an allowed algorithm: the registered token_endpoint_auth_signing_alg where there is one.",
            "Compare alg and kid of the header with the registered keys. The public key must be published before it is used.",
            "assertion: signature: *"),
        new("assertion.typ", "The assertion says that it is another kind of token", "RFC 8725 §3.11",
            "typ is absent, JWT or client-authentication+jwt.",
            "Set typ so, or leave it out.",
            "assertion: typ *"),
        new("assertion.claims", "The claims of the assertion cannot be read", "RFC 7519 §4",
            "They are one JSON object without a name twice, and the registered claims are of their types.",
            "Send times as whole seconds since 1970, and aud as one string.",
            "assertion: claims *"),
        new("assertion.iss", "iss and sub of the assertion are not both the client_id", "RFC 7523 §3 (1), (2), OIDC Core §9",
            "The client speaks for itself: iss and sub are its client_id.",
            "Set both to the client_id; and where client_id is sent too, to the same.",
            "assertion: iss *"),
        new("assertion.aud", "The assertion is not made out to this server alone", "RFC 7523 §3 (3), RFC 7523bis",
            "aud is the issuer, or the address of the token endpoint: one value.",
            "Set aud to the issuer exactly as the metadata writes it: no slash more, no list with other servers.",
            "assertion: aud *"),
        new("assertion.exp", "The assertion has expired, or lives too long", "RFC 7523 §3 (4)",
            "exp is there, not past, and at most five minutes ahead; clocks may differ by a minute.",
            "Make a new assertion for each request, valid for a minute or two, and check the machine's clock.",
            "assertion: exp *"),
        new("assertion.iat", "The assertion is of another time", "RFC 7523 §3 (5), (6)",
            "nbf and iat are not in the future, and iat is at most an hour ago; clocks may differ by a minute.",
            "Make a new assertion for each request, and check the machine's clock and its time zone.",
            "assertion: nbf *", "assertion: iat *"),
        new("assertion.jti", "The assertion has no jti that can be kept", "RFC 7523 §3 (7), OIDC Core §9",
            "jti is there and has at most 256 characters.",
            "Set jti to a random value, such as a UUID.",
            "assertion: jti is missing or too long"),
        new("assertion.replayed", "The assertion was used before", "RFC 7523 §3 (7), OIDC Core §9",
            "Each jti is good for one request.",
            "Make a new assertion, with a new jti, for each request; also when you repeat one that failed.",
            "assertion: jti was used before"),
    ];
}
