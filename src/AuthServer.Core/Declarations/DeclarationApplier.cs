using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Declarations;

/// <summary>Applies declarations: what was not applied before, once, however many nodes try.</summary>
public sealed class DeclarationApplier(
    NpgsqlDataSource database, IServiceScopeFactory scopes, KeyRing ring, TimeProvider clock,
    ILogger<DeclarationApplier> logger)
{
    /// <summary>Applies a set without errors.</summary>
    public async Task<DeclarationOutcome> ApplyAsync(DeclarationSet set, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, "declarations", ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var run = new DeclarationRun(
            db, scope.ServiceProvider, await AppliedForms.LoadAsync(db, ring, clock.GetUtcNow(), ct));

        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await run.ApplyObjectsAsync(set, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await run.ApplyUsersAsync(set, ct);
        // Ours at once; the other nodes hear of it by the feed.
        if (run.Applied.Count > 0)
        {
            foreach (var listener in scope.ServiceProvider.GetServices<IFeedListener>())
                listener.Forget();
            Log.Applied(logger, run.Applied.Count);
        }

        foreach (var drift in run.Drift)
            Log.Drift(logger, drift);
        foreach (var (clientId, name) in run.UnknownScopes)
            Log.UnknownScope(logger, clientId, name);
        return new DeclarationOutcome(run.Applied, run.Drift);
    }
}
