using System.Data;
using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>
/// Every configuration there was. Who changes the configuration through here is written down as they do it; what was changed
/// otherwise is found by comparing, and no change is made through here before that was done: so the row before a change
/// always holds what was there before it.
/// </summary>
internal sealed class ChangeLog(AuthDbContext db, AuditTrail audit, DateTimeOffset now)
{
    // What the desk itself writes, beside what others do to single objects.
    private static readonly string[] ByDocuments = [AuditActions.ConfigurationApplied, AuditActions.ConfigurationRolledBack];

    private static readonly string[] Targets =
        [AuditTargets.Client, AuditTargets.Scope, AuditTargets.Role, AuditTargets.Provider, AuditTargets.RegistrationKind,
            AuditTargets.ProfileMember, AuditTargets.Branding, AuditTargets.Configuration];

    /// <summary>The same as of one moment, in a transaction of its own.</summary>
    public async Task RecordAsync(bool files, CancellationToken ct)
    {
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await RecordAsync(await ConfigurationReader.ReadAsync(db, ct), files, ct);
        await db.SaveChangesAsync(ct);
        await moment.CommitAsync(ct);
    }

    /// <summary>Writes down what was changed since the last row, if anything was. Under the declarations' lock.</summary>
    /// <param name="files">Whether it was the files, and nobody else.</param>
    /// <returns>The last row there is now; saved with the caller's changes.</returns>
    public async Task<ChangeSetRow> RecordAsync(ConfigurationDocument current, bool files, CancellationToken ct)
    {
        var last = await db.Set<ChangeSetRow>().OrderByDescending(r => r.Number).FirstOrDefaultAsync(ct);
        if (last?.Revision == current.Revision)
            return last;
        var by = files ? Actor.Files : last is null ? Actor.Server("start") : await FindEditorAsync(last.At, ct);
        var before = last is null ? new ConfigurationDocument([]) : ConfigurationDocument.Parse(last.Unpack());
        var changes = ConfigurationDiff.Between(before, current);
        var row = Add(last, files ? ChangeOrigin.Files : ChangeOrigin.Edited, new Cause(by), current, changes);
        // Edits of single objects have told of themselves.
        if (files)
            Tell(row, before, changes, new Cause(by));
        return row;
    }

    /// <summary>Adds what the audit log says of a row: which members, not what they hold, which the row says.</summary>
    public void Tell(ChangeSetRow row, ConfigurationDocument before, IReadOnlyList<ObjectChange> changes, Cause cause) => audit.Add(db, new AuditEvent(
        cause.By,
        row.Origin == ChangeOrigin.RolledBack ? AuditActions.ConfigurationRolledBack : AuditActions.ConfigurationApplied,
        AuditTargets.Configuration,
        row.Number.ToString(CultureInfo.InvariantCulture))
    {
        Before = new { before.Revision },
        After = new
        {
            row.Revision,
            row.RestoredNumber,
            Changes = changes.Select(c => new { c.Section, c.Key, c.Change, Members = c.Members.Select(m => m.Name) }),
        },
        Reason = cause.Reason,
    });

    /// <summary>Writes down a change, saved with the caller's others.</summary>
    /// <param name="last">The row that the configuration before it is in; null: there is none.</param>
    public ChangeSetRow Add(
        ChangeSetRow? last, ChangeOrigin origin, Cause cause, ConfigurationDocument after, IReadOnlyList<ObjectChange> changes) =>
        db.Add(ChangeSetRow.Of((last?.Number ?? 0) + 1, origin, cause, after, changes, now)).Entity;

    /// <summary>The configuration that a row holds, read by today's rules: what was good then may not be good now.</summary>
    public static DeclarationReading Read(ChangeSetRow row)
    {
        var (set, errors) = (new DeclarationSet(), new List<DeclarationError>());
        new DeclarationReader(set, errors).Read($"change {row.Number}", row.Unpack());
        return new DeclarationReading(set, errors);
    }

    /// <summary>The one who edited since then; several, or nobody known: the server's word for it.</summary>
    private async Task<Actor> FindEditorAsync(DateTimeOffset since, CancellationToken ct)
    {
        var editors = await db.Set<AuditRow>().AsNoTracking()
            .Where(r => r.At >= since && Targets.Contains(r.TargetKind) && !ByDocuments.Contains(r.Action))
            .Select(r => new { r.ActorKind, r.Actor, r.Via }).Distinct().Take(2).ToListAsync(ct);
        return editors is [var one] ? new Actor(one.ActorKind, one.Actor) { Via = one.Via } : Actor.Server("edits");
    }
}
