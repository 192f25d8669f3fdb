namespace AuthServer.Protocol.Wire;

/// <summary>Values of <c>grant_type</c>.</summary>
public static class GrantTypes
{
    /// <summary>RFC 6749 §4.1.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>RFC 6749 §6.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>RFC 6749 §4.4.</summary>
    public const string ClientCredentials = "client_credentials";
}

/// <summary>Scopes that always exist.</summary>
public static class StandardScopes
{
    /// <summary>OIDC Core §3.1.2.1: asks for an ID token.</summary>
    public const string OpenId = "openid";

    /// <summary>OIDC Core §11: asks for a refresh token.</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>The admin API; granted to users in the role of the same name alone.</summary>
    public const string Admin = "admin";

    /// <summary>The array claim <c>roles</c>.</summary>
    public const string Roles = "roles";

    /// <summary>What a client that registered no <c>scope</c> may ask for.</summary>
    public static readonly IReadOnlyList<string> Default =
        [OpenId, "profile", "email", "phone", "address", OfflineAccess];

    /// <summary>Every scope that exists without a declaration.</summary>
    public static readonly IReadOnlyList<string> All = [.. Default, Roles, "groups", Admin];
}

/// <summary>Values of <c>token_endpoint_auth_method</c> (RFC 7591 §2, OIDC Core §9).</summary>
public static class AuthMethods
{
    /// <summary>The secret in an HTTP Basic header (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretBasic = "client_secret_basic";

    /// <summary>The secret in the body (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretPost = "client_secret_post";

    /// <summary>An assertion signed with the client's own key (OIDC Core §9, RFC 7523).</summary>
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>A public client: the id alone.</summary>
    public const string None = "none";

    /// <summary>What this server takes.</summary>
    public static readonly IReadOnlyList<string> Supported = [ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, None];
}

/// <summary>Values of <c>prompt</c> (OIDC Core §3.1.2.1).</summary>
public static class Prompts
{
    /// <summary>No page may be shown.</summary>
    public const string None = "none";

    /// <summary>Sign in anew.</summary>
    public const string Login = "login";

    /// <summary>Ask for consent anew.</summary>
    public const string Consent = "consent";

    /// <summary>Let the person choose an account.</summary>
    public const string SelectAccount = "select_account";
}

/// <summary>Values of <c>response_mode</c> (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2).</summary>
public static class ResponseModes
{
    /// <summary>In the query: the default for a code.</summary>
    public const string Query = "query";

    /// <summary>In the fragment.</summary>
    public const string Fragment = "fragment";

    /// <summary>In a form that the browser posts.</summary>
    public const string FormPost = "form_post";
}
