namespace AuthServer.Protocol.Refusals;

/// <summary>Access tokens at userinfo (RFC 6750, OIDC Core §5.3), and tokens that are introspected or revoked.</summary>
internal static class OfTokenUse
{
    public static readonly Case[] All =
    [
        new("bearer.query", "The access token stands in the address", "RFC 6750 §5.3",
            "Addresses end in logs and histories: tokens do not belong there.",
            "Send it in the Authorization header: Bearer, one space, the token.",
            "the query must not carry an access token"),
        new("bearer.two", "There is more than one access token", "RFC 6750 §2",
            "A request uses one way: the header, or a posted form.",
            "Keep the header.",
            "more than one access token"),
        new("bearer.header", "The Authorization header holds no bearer token", "RFC 6750 §2.1",
            "It is Bearer, one space, and the token.",
            "Look for a missing scheme, quotes, or a line end; client credentials do not belong here.",
            "the Authorization header holds no bearer token"),
        new("bearer.invalid", "The access token is missing, expired, ended or none of this server's", "RFC 6750 §3.1, OIDC Core §5.3.3",
            "It is an access token of this issuer that has not expired, and whose person, session and client have not ended.",
            "Refresh, and try once more; then start a sign-in. An ID token or refresh token opens nothing.",
            "the access token is missing, invalid or expired"),
        new("bearer.resource", "The access token is for another API", "RFC 9068 §4, RFC 8707 §2",
            "Its aud must hold the issuer. A token that was asked for with resource is for that alone.",
            "Ask for a token with openid and without resource, or with the issuer among the resources.",
            "the access token is for another resource"),
        new("bearer.openid", "The access token lacks the scope openid, or speaks of no person", "RFC 6750 §3.1, OIDC Core §5.3",
            "Userinfo is about the person who signed in to the client.",
            "Ask for openid in the authorization request. A token of client_credentials has no person.",
            "scope openid is needed"),
        new("token.missing", "token is missing", "RFC 7009 §2.1, RFC 7662 §2.1",
            "The request sends the token that it is about.",
            "Send it as token, in the body.",
            "token is required"),
        new("token.id_token", "An ID token cannot be revoked", "RFC 7009 §2.2.1",
            "Access tokens and refresh tokens can; an ID token says what was, and opens nothing.",
            "Revoke the refresh token. To end the session, send the person to the end_session_endpoint.",
            "an ID token cannot be revoked"),
    ];
}
