namespace AuthServer.Protocol.Wire;

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
