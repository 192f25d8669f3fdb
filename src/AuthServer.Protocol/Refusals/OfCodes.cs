using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Refusals;

/// <summary>What is known of an error by its code alone.</summary>
internal static class OfCodes
{
    private const string Description = "See the description of this attempt, which says what exactly it was.";

    public static readonly Explanation Unknown = new(
        "error.unknown", "The request was refused", "RFC 6749 §5.2", "No rule of this server's gives this error.", Description);

    public static readonly Case[] All =
    [
        Of(ErrorCode.InvalidRequest, "The request is malformed", "RFC 6749 §4.1.2.1, §5.2",
            "A parameter is missing, repeated, or not what it must be."),
        Of(ErrorCode.InvalidClient, "The client did not prove who it is", "RFC 6749 §5.2",
            "Client authentication failed, by whatever method."),
        Of(ErrorCode.InvalidGrant, "What was to be redeemed is not good", "RFC 6749 §5.2",
            "The code or token is unknown, expired, ended, used, or another client's."),
        Of(ErrorCode.UnauthorizedClient, "The client may not do this", "RFC 6749 §4.1.2.1, §5.2",
            "Its registration does not hold what it asks for."),
        Of(ErrorCode.UnsupportedGrantType, "The grant_type is not supported", "RFC 6749 §5.2",
            "The metadata lists what there is."),
        Of(ErrorCode.UnsupportedResponseType, "The response_type is not supported", "RFC 6749 §4.1.2.1",
            "The metadata lists what there is."),
        Of(ErrorCode.InvalidScope, "A scope is unknown, malformed or not the client's", "RFC 6749 §3.3",
            "Nothing is dropped silently."),
        Of(ErrorCode.AccessDenied, "The person or this server refused", "RFC 6749 §4.1.2.1",
            "What was asked for is not given."),
        Of(ErrorCode.ServerError, "A fault of this server", "RFC 6749 §4.1.2.1",
            "Nothing is known to be wrong with the request."),
        Of(ErrorCode.TemporarilyUnavailable, "This server could not answer just then", "RFC 6749 §4.1.2.1",
            "It passes: Retry-After says when to try again."),
        Of(ErrorCode.LoginRequired, "The person must sign in", "OIDC Core §3.1.2.6",
            "prompt=none allows no page."),
        Of(ErrorCode.ConsentRequired, "The person must allow this", "OIDC Core §3.1.2.6",
            "prompt=none allows no page."),
        Of(ErrorCode.InteractionRequired, "The person must do something", "OIDC Core §3.1.2.6",
            "prompt=none allows no page."),
        Of(ErrorCode.UnmetAuthenticationRequirements, "The sign-in is not as strong as is demanded",
            "OpenID Unmet Authentication Requirements 1.0", "An essential acr is met or refused."),
        Of(ErrorCode.RequestNotSupported, "Request objects by value are not supported", "OIDC Core §3.1.2.6",
            "What this server does not do it refuses by name."),
        Of(ErrorCode.RequestUriNotSupported, "Request objects by reference are not supported", "OIDC Core §3.1.2.6",
            "What this server does not do it refuses by name."),
        Of(ErrorCode.InvalidRequestObject, "The request object is not good", "OIDC Core §3.1.2.6, RFC 9101 §7",
            "It cannot be read, is not signed by the client, or does not hold."),
        Of(ErrorCode.InvalidRequestUri, "request_uri is not good", "OIDC Core §3.1.2.6, RFC 9101 §7",
            "It is not the client's, or holds no request object."),
        Of(ErrorCode.RegistrationNotSupported, "The registration parameter is not supported", "OIDC Core §3.1.2.6",
            "What this server does not do it refuses by name."),
        Of(ErrorCode.InvalidTarget, "A resource is unknown, malformed or not given", "RFC 8707 §2",
            "An access token is for APIs that its scopes open."),
        Of(ErrorCode.InvalidAuthorizationDetails, "authorization_details cannot be served", "RFC 9396 §5",
            "What this server does not do it refuses by name."),
        Of(ErrorCode.UnsupportedTokenType, "This kind of token cannot be revoked", "RFC 7009 §2.2.1",
            "Access tokens and refresh tokens can."),
        Of(ErrorCode.InvalidToken, "The access token is missing, malformed, expired or ended", "RFC 6750 §3.1",
            "A good one is needed here."),
        Of(ErrorCode.InsufficientScope, "The access token lacks a scope", "RFC 6750 §3.1",
            "The challenge names the scope that is needed."),
        Of(ErrorCode.InvalidClientMetadata, "The client's metadata is inconsistent", "RFC 7591 §2, §3.2.2",
            "The description names every member that is wrong by its path, and says what is wrong with it.",
            "Mend each of them, and send the whole document again: nothing of it was registered."),
        Of(ErrorCode.InvalidRedirectUri, "A redirect URI cannot be registered", "RFC 7591 §3.2.2, RFC 9700 §2.1",
            "They are whole addresses without a fragment: https; http on this machine alone; for native apps also a scheme in "
            + "reverse domain notation.",
            "Mend each address that the description names by its place, and send the whole document again."),
        Of(ErrorCode.InvalidSoftwareStatement, "The software statement is not to be trusted", "RFC 7591 §3.2.2",
            "This server trusts nobody who signs them."),
    ];

    private static Case Of(ErrorCode code, string title, string paragraph, string says, string change = Description) =>
        new("error." + code.Value, title, paragraph, says, change, code.Value);
}
