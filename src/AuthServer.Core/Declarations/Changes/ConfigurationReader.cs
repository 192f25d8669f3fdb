using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>Reads the configuration that is in force.</summary>
internal static class ConfigurationReader
{
    /// <summary>All of it. In a transaction of one snapshot, or while nobody may change it; else it may be of no one moment.</summary>
    public static async Task<ConfigurationDocument> ReadAsync(AuthDbContext db, CancellationToken ct)
    {
        var objects = new List<ConfiguredObject>();
        foreach (var row in await db.Set<BrandingRow>().AsNoTracking().ToListAsync(ct))
            objects.Add(ConfiguredObject.Of(ConfigurationSection.Branding, "", row.ToBranding()));
        foreach (var row in await db.Set<ScopeRow>().AsNoTracking().ToListAsync(ct))
            objects.Add(ConfiguredObject.Of(ConfigurationSection.Scopes, row.Name, row.ToScope()));
        foreach (var role in await db.Set<Role>().AsNoTracking().Select(r => r.Name).ToListAsync(ct))
        {
            if (role is not null && !RoleDirectory.BuiltIn.Contains(role))
                objects.Add(ConfiguredObject.OfName(ConfigurationSection.Roles, role));
        }

        await ReadAccountsAsync(db, objects, ct);
        await ReadClientsAsync(db, objects, ct);
        return new ConfigurationDocument(objects);
    }

    private static async Task ReadAccountsAsync(AuthDbContext db, List<ConfiguredObject> objects, CancellationToken ct)
    {
        var kinds = await db.Set<RegistrationKindRow>().AsNoTracking().ToListAsync(ct);
        foreach (var row in kinds.OrderBy(r => r.Position).ThenBy(r => r.Kind, StringComparer.Ordinal))
            objects.Add(ConfiguredObject.Of(ConfigurationSection.Registration, row.Kind, row.ToKind()));
        var members = await db.Set<ProfileMemberRow>().AsNoTracking().ToListAsync(ct);
        foreach (var row in members.OrderBy(r => r.Position).ThenBy(r => r.Name, StringComparer.Ordinal))
            objects.Add(ConfiguredObject.Of(ConfigurationSection.Profile, row.Name, row.ToMember()));
    }

    private static async Task ReadClientsAsync(AuthDbContext db, List<ConfiguredObject> objects, CancellationToken ct)
    {
        // Whoever registered by themselves configured nothing.
        var clients = await db.Set<ClientRow>().AsNoTracking()
            .Where(c => !db.Set<RegistrationRow>().Any(r => r.ClientId == c.ClientId))
            .Select(c => new { c.ClientId, c.Document }).ToListAsync(ct);
        foreach (var client in clients)
            objects.Add(ConfiguredObject.OfDocument(ConfigurationSection.Clients, client.ClientId, client.Document, leavesOutNone: false));
        var providers = await db.Set<DeclaredObjectRow>().AsNoTracking().Where(r => r.Kind == ObjectKind.Provider).ToListAsync(ct);
        foreach (var row in providers.OrderBy(r => r.Position).ThenBy(r => r.Key, StringComparer.Ordinal))
            objects.Add(ConfiguredObject.OfDocument(ConfigurationSection.Providers, row.Key, row.Document, leavesOutNone: true));
    }
}
