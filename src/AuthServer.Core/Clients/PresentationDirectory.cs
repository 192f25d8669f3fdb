using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Clients;

/// <summary>
/// Changes scopes and branding. Each change and its line of the feed are saved together, in the caller's transaction
/// if there is one.
/// </summary>
public sealed class PresentationDirectory(
    AuthDbContext db, ScopeCatalog scopes, BrandingStore branding, TimeProvider clock)
{
    /// <summary>The declared scope; null when there is none.</summary>
    public async Task<Scope?> FindScopeAsync(string name, CancellationToken ct) =>
        (await db.Set<ScopeRow>().FindAsync([name], ct))?.ToScope();

    /// <summary>The names of all scopes there are.</summary>
    public async Task<IReadOnlySet<string>> ListScopeNamesAsync(CancellationToken ct) =>
        (await db.Set<ScopeRow>().Select(s => s.Name).ToListAsync(ct))
            .Concat(StandardScopes.All).ToHashSet(StringComparer.Ordinal);

    /// <summary>All scopes there are, also those that nobody declared.</summary>
    public async Task<IReadOnlyList<Scope>> ListScopesAsync(CancellationToken ct)
    {
        var all = ScopeCatalog.Standard;
        foreach (var row in await db.Set<ScopeRow>().AsNoTracking().ToListAsync(ct))
            all[row.Name] = row.ToScope();
        return [.. all.Values];
    }

    /// <summary>Removes a declared scope, if it is there.</summary>
    public async Task DeleteScopeAsync(string name, CancellationToken ct)
    {
        if (await db.Set<ScopeRow>().FindAsync([name], ct) is not { } row)
            return;
        db.Remove(row);
        scopes.Apply(await SaveAsync(FeedKind.ScopesChanged, name, ct));
    }

    /// <summary>Makes or replaces a scope.</summary>
    public async Task PutScopeAsync(Scope scope, CancellationToken ct)
    {
        if (await db.Set<ScopeRow>().FindAsync([scope.Name], ct) is { } row)
            row.Describe(scope);
        else
            db.Add(ScopeRow.Create(scope));
        scopes.Apply(await SaveAsync(FeedKind.ScopesChanged, scope.Name, ct));
    }

    /// <summary>The stored branding; null when it was never set.</summary>
    public async Task<Branding?> FindBrandingAsync(CancellationToken ct) =>
        (await db.Set<BrandingRow>().FindAsync([BrandingRow.OnlyId], ct))?.ToBranding();

    /// <summary>Replaces the branding.</summary>
    public async Task PutBrandingAsync(Branding value, CancellationToken ct)
    {
        if (await db.Set<BrandingRow>().FindAsync([BrandingRow.OnlyId], ct) is { } row)
            row.Change(value);
        else
            db.Add(BrandingRow.Create(value));
        branding.Apply(await SaveAsync(FeedKind.BrandingChanged, "", ct));
    }

    private async Task<FeedEntry> SaveAsync(FeedKind kind, string key, CancellationToken ct)
    {
        var line = FeedRow.Changed(kind, key, clock.GetUtcNow());
        db.Add(line);
        await db.SaveChangesAsync(ct);
        return new FeedEntry(kind, key, 0, line.Until);
    }
}
