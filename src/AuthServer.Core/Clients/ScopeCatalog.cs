using System.Collections.Frozen;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Clients;

/// <summary>The scopes that exist, in memory: the standard ones, and those that operators declared.</summary>
public sealed class ScopeCatalog(IDbContextFactory<AuthDbContext> contexts, TimeProvider clock) : IScopes, IFeedListener
{
    private static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        [StandardScopes.OpenId] = "Know who you are",
        ["profile"] = "See your name and profile",
        ["email"] = "See your e-mail address",
        ["phone"] = "See your phone number",
        ["address"] = "See your postal address",
        [StandardScopes.OfflineAccess] = "Stay connected while you are away",
        [StandardScopes.Roles] = "See your roles",
        ["groups"] = "See your groups",
        [StandardScopes.Admin] = "Administer this server",
        [StandardScopes.AdminRead] = "See how this server is administered",
        [StandardScopes.AdminSupport] = "Help people with their accounts",
        [StandardScopes.AdminClients] = "Administer apps",
        [StandardScopes.AdminSecurity] = "End sessions, and administer keys",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ObjectCache<int, IReadOnlyDictionary<string, Scope>> _cache =
        new(async (_, ct) => await LoadAsync(contexts, ct), 1, clock);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct) =>
        await _cache.FindAsync(0, ct) ?? Standard;

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.ScopesChanged)
            _cache.Clear();
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();

    /// <summary>The scopes that exist without a declaration.</summary>
    internal static Dictionary<string, Scope> Standard =>
        StandardScopes.All.ToDictionary(s => s, s => new Scope(s, Descriptions.GetValueOrDefault(s, s), [], []));

    private static async Task<FrozenDictionary<string, Scope>> LoadAsync(
        IDbContextFactory<AuthDbContext> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var scopes = Standard;
        foreach (var row in await db.Set<ScopeRow>().AsNoTracking().ToListAsync(ct))
            scopes[row.Name] = row.ToScope();
        return scopes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
