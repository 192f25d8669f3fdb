using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Declarations;

/// <summary>Applies declarations: what was not applied before, once, however many nodes try.</summary>
public sealed class DeclarationApplier(
    NpgsqlDataSource database, IServiceScopeFactory scopes, KeyRing ring, AuditTrail audit, TimeProvider clock,
    ILogger<DeclarationApplier> logger)
{
    /// <summary>Whoever changes the configuration as a whole holds this lock.</summary>
    internal const string LockName = "declarations";

    private const int Attempts = 3;

    /// <summary>Applies a set without errors.</summary>
    public async Task<DeclarationOutcome> ApplyAsync(DeclarationSet set, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, LockName, ct);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ApplyOnceAsync(set, ct);
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Somebody edited the same object meanwhile; what they wrote is looked at again.
            }
        }
    }

    /// <summary>Whether applying it would change nothing, as all of it was applied before. One statement.</summary>
    /// <returns>False for a set of nothing: nobody knows whether this database has ever seen it applied.</returns>
    public async Task<bool> KnowsAllAsync(DeclarationSet set, CancellationToken ct)
    {
        var forms = set.Forms.ToList();
        return forms.Count > 0 && await AppliedForms.KnowsAllAsync(database, ring, forms, ct);
    }

    private async Task<DeclarationOutcome> ApplyOnceAsync(DeclarationSet set, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var run = new DeclarationRun(
            db, scope.ServiceProvider, await AppliedForms.LoadAsync(db, ring, clock.GetUtcNow(), ct));

        var log = new ChangeLog(db, audit, clock.GetUtcNow());
        await log.RecordAsync(files: false, ct);
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await run.ApplyObjectsAsync(set, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await run.ApplyUsersAsync(set, ct);
        await log.RecordAsync(files: true, ct);
        LocalMemories.Tell(db, scope.ServiceProvider);
        Report(run);
        return new DeclarationOutcome(run.Applied, run.Drift);
    }

    private void Report(DeclarationRun run)
    {
        if (run.Applied.Count > 0)
            Log.Applied(logger, run.Applied.Count);
        foreach (var drift in run.Drift)
            Log.Drift(logger, drift);
        foreach (var (clientId, name) in run.UnknownScopes)
            Log.UnknownScope(logger, clientId, name);
    }
}
