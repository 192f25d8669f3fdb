using System.Globalization;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>Reads the change sets.</summary>
public sealed class ChangeHistory(IServiceScopeFactory scopes, ConfigurationDesk desk, DeclarationFiles files)
{
    /// <summary>How they can be sorted.</summary>
    public static readonly string[] Orders = ["-number"];

    /// <summary>A piece of them all, by number; <c>q</c> is looked for in reasons.</summary>
    public async Task<Page<ChangeSet>> ListAsync(PageQuery query, CancellationToken ct)
    {
        await desk.RecordAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        IQueryable<ChangeSetRow> rows = scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<ChangeSetRow>().AsNoTracking();
        if (query.LikeText is { } text)
            rows = rows.Where(r => r.Reason != null && EF.Functions.ILike(r.Reason, $"%{text}%"));
        var after = long.TryParse(query.After?.Value, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        rows = query.Order.Descending
            ? rows.Where(r => after == null || r.Number < after).OrderByDescending(r => r.Number)
            : rows.Where(r => after == null || r.Number > after).OrderBy(r => r.Number);
        var page = await rows.Take(query.Limit + 1).ToListAsync(ct);
        return Page<ChangeSet>.Of([.. page.Select(r => r.ToChangeSet())], query, c => new Cursor(TextOf(c.Number), TextOf(c.Number)));
    }

    /// <summary>One of them, with what it changed; null: there is no such change set.</summary>
    public async Task<ChangeSetDetail?> FindAsync(long number, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        if (await FindAsync(db, number, ct) is not { } row)
            return null;
        var (before, after) = (await DocumentAsync(db, number - 1, ct) ?? new ConfigurationDocument([]), ConfigurationDocument.Parse(row.Unpack()));
        return new ChangeSetDetail(row.ToChangeSet(), ConfigurationDiff.Between(before, after), row.Unpack());
    }

    /// <summary>What differs between two of them; null: there is no such change set.</summary>
    public async Task<IReadOnlyList<ObjectChange>?> CompareAsync(long from, long to, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return await DocumentAsync(db, from, ct) is { } before && await DocumentAsync(db, to, ct) is { } after
            ? ConfigurationDiff.Between(before, after)
            : null;
    }

    /// <summary>What the files that the server watches would change, were they applied: where the database won, or a file is new.</summary>
    /// <returns><c>Planned</c>, or <c>Refused</c> where the files have errors.</returns>
    public Task<ChangeOutcome> DriftAsync(CancellationToken ct) => desk.PlanAsync(files.ReadParts(), prune: false, ct);

    private static async Task<ConfigurationDocument?> DocumentAsync(AuthDbContext db, long number, CancellationToken ct) =>
        await FindAsync(db, number, ct) is { } row ? ConfigurationDocument.Parse(row.Unpack()) : null;

    private static Task<ChangeSetRow?> FindAsync(AuthDbContext db, long number, CancellationToken ct) =>
        db.Set<ChangeSetRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Number == number, ct);

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A change set whole.</summary>
/// <param name="Changes">Against the one before it.</param>
/// <param name="Document">The configuration that it led to, as it was exported then.</param>
public sealed record ChangeSetDetail(ChangeSet Change, IReadOnlyList<ObjectChange> Changes, ReadOnlyMemory<byte> Document);
