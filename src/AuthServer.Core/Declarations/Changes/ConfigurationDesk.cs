using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>
/// Changes the configuration as a whole: planned, applied all or nothing, and undone to the byte. The key ring must be
/// loaded.
/// </summary>
public sealed class ConfigurationDesk(
    NpgsqlDataSource database, IServiceScopeFactory scopes, KeyRing ring, AuditTrail audit, TimeProvider clock)
{
    // Whoever edits single objects waits for us, and we for them; readers and sign-ins wait for nobody.
    private const string NobodyElse =
        """
        SET LOCAL lock_timeout = '10s';
        LOCK TABLE branding, scopes, roles, registration_kinds, profile_members, declared_objects, clients IN SHARE ROW EXCLUSIVE MODE
        """;

    /// <summary>The configuration in force.</summary>
    public async Task<ConfigurationDocument> ExportAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        return await ConfigurationReader.ReadAsync(db, ct);
    }

    /// <summary>What would change.</summary>
    /// <param name="reading">Documents; their errors refuse the plan.</param>
    /// <param name="prune">Whether what they do not name goes.</param>
    /// <returns><c>Planned</c> or <c>Refused</c>.</returns>
    public async Task<ChangeOutcome> PlanAsync(DeclarationReading reading, bool prune, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var now = clock.GetUtcNow();
        var before = await ConfigurationReader.ReadAsync(db, ct);
        var planner = new Planner(db, await AppliedForms.LoadAsync(db, ring, now, ct), before);
        var broken = reading.IsWhole ? await planner.JudgeAsync(reading.Set, prune, ct) : [];
        if (reading.Errors.Count + broken.Count > 0)
            return new ChangeOutcome.Refused([.. reading.Errors, .. broken]);
        var plan = planner.Make(reading.Set, prune);
        var consequences = new Consequences(before, Planner.After(before, reading.Set, prune), new LiveUse(db, now));
        return new ChangeOutcome.Planned(plan with { Consequences = await consequences.FindAsync(plan.Changes, reading.Set, ct) });
    }

    /// <summary>What going back would change.</summary>
    /// <returns><c>Planned</c>, <c>Refused</c> or <c>Unknown</c>.</returns>
    public async Task<ChangeOutcome> PlanRollBackAsync(long number, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<ChangeSetRow>();
        return await rows.AsNoTracking().FirstOrDefaultAsync(r => r.Number == number, ct) is { } row
            ? await PlanAsync(ChangeLog.Read(row), prune: true, ct)
            : new ChangeOutcome.Unknown();
    }

    /// <summary>Makes it so, in one transaction.</summary>
    /// <inheritdoc cref="PlanAsync"/>
    /// <param name="decided">What it was decided on; anything else is <c>Outdated</c>.</param>
    public Task<ChangeOutcome> ApplyAsync(
        DeclarationReading reading, bool prune, DecidedOn decided, Cause cause, CancellationToken ct) =>
        reading.Errors.Count > 0
            ? PlanAsync(reading, prune, ct) // refused, with every reason
            : ChangeAsync(change => change.ApplyAsync(reading.Set, prune, decided, cause, ct), ct);

    /// <summary>Makes the configuration what it was after a change set, in one transaction.</summary>
    public Task<ChangeOutcome> RollBackAsync(long number, DecidedOn decided, Cause cause, CancellationToken ct) =>
        ChangeAsync(change => change.RollBackAsync(number, decided, cause, ct), ct);

    /// <summary>Writes down what was edited since the last change set.</summary>
    public async Task RecordAsync(CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, DeclarationApplier.LockName, ct);
        await using var scope = scopes.CreateAsyncScope();
        await new ChangeLog(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), audit, clock.GetUtcNow()).RecordAsync(files: false, ct);
    }

    private async Task<ChangeOutcome> ChangeAsync(Func<ConfigurationChange, Task<ChangeOutcome>> change, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, DeclarationApplier.LockName, ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var now = clock.GetUtcNow();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.Database.ExecuteSqlRawAsync(NobodyElse, ct);
            var forms = await AppliedForms.LoadAsync(db, ring, now, ct);
            var outcome = await change(new ConfigurationChange(db, scope.ServiceProvider, forms, new ChangeLog(db, audit, now)));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            LocalMemories.Tell(db, scope.ServiceProvider);
            return outcome;
        }
    }
}
