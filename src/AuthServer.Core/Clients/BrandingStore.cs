using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Clients;

/// <summary>The branding in memory.</summary>
public sealed class BrandingStore(IDbContextFactory<AuthDbContext> contexts, TimeProvider clock) : IFeedListener
{
    private readonly ObjectCache<int, Branding> _cache = new(async (id, ct) =>
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<BrandingRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct);
        return row?.ToBranding() ?? new Branding();
    }, 1, clock);

    /// <summary>The branding now.</summary>
    public async ValueTask<Branding> GetAsync(CancellationToken ct) =>
        await _cache.FindAsync(BrandingRow.OnlyId, ct) ?? new Branding();

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.BrandingChanged)
            _cache.Clear();
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();
}
