namespace AuthServer.Protocol.Refusals;

/// <summary>Request objects, by value and by reference (OIDC Core §6, RFC 9101), and pushed requests (RFC 9126).</summary>
internal static class OfRequestObjects
{
    private const string Object = "OIDC Core §6.1, RFC 9101 §4";

    public static readonly Case[] All =
    [
        new("object.two", "request and request_uri came together", "RFC 9101 §5, OIDC Core §6",
            "A request object comes by value or by reference.",
            "Send one of the two.",
            "RFC 9101 section 5"),
        new("object.required", "The client must sign its requests", "RFC 9101 §10.5",
            "The registration says require_signed_request_object.",
            "Put the parameters into a signed request object, or change the registration.",
            "a signed request object is required"),
        new("object.client_id", "client_id inside the request object is another", "RFC 9101 §5",
            "client_id stands outside and inside, and is the same.",
            "Put the client's own client_id into the object.",
            "client_id differs inside the request object"),
        new("object.uri", "request_uri is not registered, or holds nothing that can be read", "RFC 9101 §5.2, §10.4",
            "Only addresses in the client's request_uris are fetched; they answer within a few seconds, with the object alone.",
            "Register the address character by character, and open it from outside your network.",
            "request_uri is not registered, or holds nothing that can be read"),
        new("object.signature", "The request object is not signed as the client signs", "RFC 9101 §6.2",
            "The signature is by a key of the client's jwks or jwks_uri, with the registered request_object_signing_alg where "
            + "there is one; never none.",
            "Compare alg and kid of the header with the registered keys; publish a key before it is used.",
            "the request object is not signed as the client signs"),
        new("object.unreadable", "The request object cannot be read", Object,
            "It is a signed JWT whose claims are the parameters; typ is absent, JWT or oauth-authz-req+jwt.",
            "Send numbers and JSON as such, no name twice, and times as whole seconds since 1970.",
            "the request object cannot be read"),
        new("object.iss", "iss or sub of the request object is wrong", "RFC 9101 §4, §10.8",
            "iss, where it is there, is the client_id; sub is not, or the object could pass for a client assertion.",
            "Set iss to the client_id, and leave sub out.",
            "the request object does not hold: iss *", "the request object does not hold: sub *"),
        new("object.aud", "The request object is made out to another server", "RFC 9101 §4",
            "aud, where it is there, holds the issuer.",
            "Set aud to the issuer exactly as the metadata writes it.",
            "the request object does not hold: aud *"),
        new("object.times", "The request object is of another time", Object,
            "exp is not past, nbf and iat are not in the future; clocks may differ by a minute.",
            "Make a new object for each request, and check the machine's clock.",
            "the request object does not hold: exp *", "the request object does not hold: nbf *", "the request object does not hold: iat *"),
        new("object.nested", "The request object refers to another one", "RFC 9101 §4",
            "request and request_uri do not stand inside.",
            "Take them out of the object.",
            "the request object does not hold: it must not refer to another one"),
        new("object.response_type", "response_type inside differs from the one outside", "OIDC Core §6.1",
            "Where both stand, they are the same.",
            "Send the same, or only the one inside, with typ oauth-authz-req+jwt.",
            "the request object does not hold: response_type *"),
        new("push.required", "The client must push its requests", "RFC 9126 §5, §6",
            "The registration says require_pushed_authorization_requests.",
            "Post the parameters to pushed_authorization_request_endpoint first, and send the browser with the request_uri that "
            + "comes back.",
            "the client must push its requests"),
        new("push.reference", "request_uri stands in a pushed request", "RFC 9126 §2.1",
            "What is pushed is the request itself, or a request object by value.",
            "Leave request_uri out.",
            "request_uri cannot be pushed"),
        new("push.unknown", "request_uri names no pushed request that waits", "RFC 9126 §2.2, §4, §7.3",
            "It is the client's own, not older than expires_in, and not answered yet: one request is answered once.",
            "Push the request anew each time, with the client_id that the browser brings, and send the browser at once.",
            "request_uri was not pushed by this client, has expired or was used"),
    ];
}
