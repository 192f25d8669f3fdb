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

    /// <summary>The admin API, looking alone.</summary>
    public const string AdminRead = "admin.read";

    /// <summary>The admin API: looking, and helping people with their accounts.</summary>
    public const string AdminSupport = "admin.support";

    /// <summary>The admin API: looking, and everything about clients, scopes and providers.</summary>
    public const string AdminClients = "admin.clients";

    /// <summary>The admin API: looking, and ending what was given; keys.</summary>
    public const string AdminSecurity = "admin.security";

    /// <summary>The array claim <c>roles</c>.</summary>
    public const string Roles = "roles";

    /// <summary>What a client that registered no <c>scope</c> may ask for.</summary>
    public static readonly IReadOnlyList<string> Default =
        [OpenId, "profile", "email", "phone", "address", OfflineAccess];

    /// <summary>Those of the admin API. A person gets one only in the role of its name, or of <see cref="Admin"/>.</summary>
    public static readonly IReadOnlyList<string> OfAdministrators = [Admin, AdminRead, AdminSupport, AdminClients, AdminSecurity];

    /// <summary>Every scope that exists without a declaration.</summary>
    public static readonly IReadOnlyList<string> All = [.. Default, Roles, "groups", .. OfAdministrators];

    /// <summary>Whether it is for administrators.</summary>
    public static bool IsOfAdministrators(string scope) =>
        scope.StartsWith(Admin, StringComparison.Ordinal) && OfAdministrators.Contains(scope);
}
