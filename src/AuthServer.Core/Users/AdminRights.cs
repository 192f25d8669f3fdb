using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Users;

/// <summary>What an administrator may do. Each call and page of the administration needs one of these.</summary>
[Flags]
public enum AdminRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look at everything; secrets are never shown.</summary>
    Read = 1,

    /// <summary>Help people: unlock, verify, send resets, end their sessions; retry messages.</summary>
    Support = 2,

    /// <summary>Clients, scopes, providers.</summary>
    Clients = 4,

    /// <summary>End what was given, lock people, keys, the audit log's export.</summary>
    Security = 8,

    /// <summary>Everything else: roles, configuration, imports, deletions.</summary>
    Owner = 16,

    /// <summary>All of them.</summary>
    All = Read | Support | Clients | Security | Owner,
}

/// <summary>The rights that roles give a person, and scopes a token.</summary>
public static class AdministratorRoles
{
    /// <summary>What a name gives, as a role or as a scope.</summary>
    public static AdminRights RightsOf(string name) => name switch
    {
        StandardScopes.Admin => AdminRights.All,
        StandardScopes.AdminRead => AdminRights.Read,
        StandardScopes.AdminSupport => AdminRights.Read | AdminRights.Support,
        StandardScopes.AdminClients => AdminRights.Read | AdminRights.Clients,
        StandardScopes.AdminSecurity => AdminRights.Read | AdminRights.Security,
        _ => AdminRights.None,
    };

    /// <summary>What several give together.</summary>
    public static AdminRights RightsOf(IEnumerable<string> names) =>
        names.Aggregate(AdminRights.None, (rights, name) => rights | RightsOf(name));
}
