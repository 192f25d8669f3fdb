using AuthServer.Core.Audit;

namespace AuthServer.Ui.Desk;

/// <summary>The pages of things that others speak of by kind and id.</summary>
internal static class Places
{
    /// <summary>Null: such a thing has no page.</summary>
    public static string? Of(string kind, string id) => kind switch
    {
        AuditTargets.User when Guid.TryParse(id, out _) => $"{Navigation.Home}/users/{id}",
        AuditTargets.Session when Guid.TryParse(id, out _) => $"{Navigation.Home}/sessions/{id}",
        AuditTargets.Client when id.Length > 0 => $"{Navigation.Home}/clients/client?{AdminPage.Key}={Uri.EscapeDataString(id)}",
        AuditTargets.Scope => DeskObjects.Scopes.One(id),
        AuditTargets.Provider => DeskObjects.Providers.One(id),
        AuditTargets.Role => DeskObjects.Roles.One(id),
        AuditTargets.Key => Navigation.Home + "/keys",
        AuditTargets.Configuration when long.TryParse(id, out _) => $"{Navigation.Home}/configuration/{id}",
        _ => null,
    };
}
