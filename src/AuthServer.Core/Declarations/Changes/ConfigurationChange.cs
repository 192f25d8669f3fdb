using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>One change of the configuration, while nobody else may change it; the caller commits.</summary>
internal sealed class ConfigurationChange(AuthDbContext db, IServiceProvider services, AppliedForms forms, ChangeLog log)
{
    public async Task<ChangeOutcome> ApplyAsync(
        DeclarationSet wanted, bool prune, DecidedOn decided, Cause cause, CancellationToken ct)
    {
        var outcome = await MakeAsync(wanted, prune, decided, (ChangeOrigin.Applied, null), cause, ct);
        if (outcome is ChangeOutcome.Applied or ChangeOutcome.NothingToDo)
            new ConfigurationWriter(db, services, forms).Remember(wanted);
        return outcome;
    }

    public async Task<ChangeOutcome> RollBackAsync(long number, DecidedOn decided, Cause cause, CancellationToken ct)
    {
        if (await db.Set<ChangeSetRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Number == number, ct) is not { } row)
            return new ChangeOutcome.Unknown();
        var reading = ChangeLog.Read(row);
        return reading.Errors.Count > 0
            ? new ChangeOutcome.Refused(reading.Errors)
            : await MakeAsync(reading.Set, prune: true, decided, (ChangeOrigin.RolledBack, number), cause, ct);
    }

    private async Task<ChangeOutcome> MakeAsync(
        DeclarationSet wanted, bool prune, DecidedOn decided, (ChangeOrigin Kind, long? Number) origin, Cause cause, CancellationToken ct)
    {
        var before = await ConfigurationReader.ReadAsync(db, ct);
        var last = await log.RecordAsync(before, files: false, ct);
        var planner = new Planner(db, forms, before);
        if (origin.Kind == ChangeOrigin.Applied && await planner.JudgeAsync(wanted, prune, ct) is { Count: > 0 } errors)
            return new ChangeOutcome.Refused(errors);
        var plan = planner.Make(wanted, prune);
        if ((decided.Revision ?? plan.Revision) != plan.Revision || (decided.Plan ?? plan.Id) != plan.Id)
            return new ChangeOutcome.Outdated(plan.Revision);
        if (plan.IsEmpty)
            return new ChangeOutcome.NothingToDo(plan.Revision);

        await new ConfigurationWriter(db, services, forms).WriteAsync(
            plan.Changes, wanted, Planner.After(before, wanted, prune), planner, ct);
        var after = await ConfigurationReader.ReadAsync(db, ct);
        // What is written down must be what is there, to the byte: or else nothing of it happens.
        if (after.Revision != plan.Becomes)
            throw new InvalidOperationException($"Applying came to {after.Revision} where {plan.Becomes} was planned.");
        var row = log.Add(last, origin.Kind, cause, after, plan.Changes);
        if (origin.Number is { } number)
            row.Restoring(number);
        log.Tell(row, before, plan.Changes, cause);
        return new ChangeOutcome.Applied(row.ToChangeSet());
    }
}
