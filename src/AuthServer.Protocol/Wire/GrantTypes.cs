namespace AuthServer.Protocol.Wire;

/// <summary>Values of <c>grant_type</c>.</summary>
public static class GrantTypes
{
    /// <summary>RFC 6749 §4.1.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>RFC 6749 §6.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>RFC 6749 §4.2: registered by whoever takes tokens from the authorization endpoint; the token endpoint
    /// knows no such grant.</summary>
    public const string Implicit = "implicit";

    /// <summary>RFC 6749 §4.4.</summary>
    public const string ClientCredentials = "client_credentials";
}
