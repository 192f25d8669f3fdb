namespace AuthServer.Protocol.Wire;

/// <summary>An error name as it stands on the wire.</summary>
/// <param name="Value">The registered name, for instance <c>invalid_grant</c>.</param>
public readonly record struct ErrorCode(string Value)
{
    /// <summary>The request is malformed (RFC 6749 §4.1.2.1, §5.2).</summary>
    public static readonly ErrorCode InvalidRequest = new("invalid_request");

    /// <summary>Client authentication failed (RFC 6749 §5.2).</summary>
    public static readonly ErrorCode InvalidClient = new("invalid_client");

    /// <summary>The code or refresh token is invalid, expired, revoked or another client's (RFC 6749 §5.2).</summary>
    public static readonly ErrorCode InvalidGrant = new("invalid_grant");

    /// <summary>The client may not use this grant (RFC 6749 §5.2).</summary>
    public static readonly ErrorCode UnauthorizedClient = new("unauthorized_client");

    /// <summary>The server does not know this grant type (RFC 6749 §5.2).</summary>
    public static readonly ErrorCode UnsupportedGrantType = new("unsupported_grant_type");

    /// <summary>The server does not know this response type (RFC 6749 §4.1.2.1).</summary>
    public static readonly ErrorCode UnsupportedResponseType = new("unsupported_response_type");

    /// <summary>A scope is unknown, malformed or not the client's (RFC 6749 §3.3).</summary>
    public static readonly ErrorCode InvalidScope = new("invalid_scope");

    /// <summary>The person or the server refused (RFC 6749 §4.1.2.1).</summary>
    public static readonly ErrorCode AccessDenied = new("access_denied");

    /// <summary>A fault of ours (RFC 6749 §4.1.2.1).</summary>
    public static readonly ErrorCode ServerError = new("server_error");

    /// <summary>A fault of ours that passes (RFC 6749 §4.1.2.1).</summary>
    public static readonly ErrorCode TemporarilyUnavailable = new("temporarily_unavailable");

    /// <summary><c>prompt=none</c> and nobody suitable is signed in (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode LoginRequired = new("login_required");

    /// <summary><c>prompt=none</c> and consent is missing (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode ConsentRequired = new("consent_required");

    /// <summary><c>prompt=none</c> and some other page is needed (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode InteractionRequired = new("interaction_required");

    /// <summary>The asked authentication cannot be met (OpenID Unmet Authentication Requirements 1.0).</summary>
    public static readonly ErrorCode UnmetAuthenticationRequirements = new("unmet_authentication_requirements");

    /// <summary>Request objects by value are not built (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode RequestNotSupported = new("request_not_supported");

    /// <summary>Request objects by reference are not built (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode RequestUriNotSupported = new("request_uri_not_supported");

    /// <summary>A request object cannot be read, is not the client's or does not hold (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode InvalidRequestObject = new("invalid_request_object");

    /// <summary>A <c>request_uri</c> is not the client's, or holds no request object (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode InvalidRequestUri = new("invalid_request_uri");

    /// <summary>The <c>registration</c> parameter is not built (OIDC Core §3.1.2.6).</summary>
    public static readonly ErrorCode RegistrationNotSupported = new("registration_not_supported");

    /// <summary>A <c>resource</c> is malformed or unknown (RFC 8707 §2).</summary>
    public static readonly ErrorCode InvalidTarget = new("invalid_target");

    /// <summary>The <c>authorization_details</c> cannot be served (RFC 9396 §5).</summary>
    public static readonly ErrorCode InvalidAuthorizationDetails = new("invalid_authorization_details");

    /// <summary>This kind of token cannot be revoked (RFC 7009 §2.2.1).</summary>
    public static readonly ErrorCode UnsupportedTokenType = new("unsupported_token_type");

    /// <summary>The access token is missing, malformed, expired or revoked (RFC 6750 §3.1).</summary>
    public static readonly ErrorCode InvalidToken = new("invalid_token");

    /// <summary>The access token lacks a scope (RFC 6750 §3.1).</summary>
    public static readonly ErrorCode InsufficientScope = new("insufficient_scope");

    /// <summary>Client metadata is inconsistent (RFC 7591 §3.2.2).</summary>
    public static readonly ErrorCode InvalidClientMetadata = new("invalid_client_metadata");

    /// <summary>A redirect URI cannot be registered (RFC 7591 §3.2.2).</summary>
    public static readonly ErrorCode InvalidRedirectUri = new("invalid_redirect_uri");

    /// <summary>A software statement is not to be trusted (RFC 7591 §3.2.2).</summary>
    public static readonly ErrorCode InvalidSoftwareStatement = new("invalid_software_statement");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
