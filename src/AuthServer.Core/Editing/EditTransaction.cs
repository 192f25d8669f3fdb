using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthServer.Core.Editing;

/// <summary>
/// One edit, whole or not at all, with its event in the audit log. Edits never come while files are applied, and no two of
/// them where one is judged by what the other changes: what holds when an edit is judged still does when it is committed.
/// </summary>
public sealed class EditTransaction(AuthDbContext db, AuditTrail audit, FeedReader feed)
{
    private readonly List<FeedEntry> _told = [];

    /// <summary>The connection that the transaction is open on.</summary>
    internal NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>
    /// Runs an edit that is judged by other objects: alone. When it has answered that it is done, this node knows of it, and
    /// every other one does within a second.
    /// </summary>
    internal Task<EditOutcome> RunAsync(Func<Task<EditOutcome>> edit, CancellationToken ct) => RunAsync(
        // The lock that whoever applies declarations holds.
        () => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('authserver:declarations', 0))", ct),
        edit, ct);

    /// <summary>
    /// Runs an edit of one client, at the same time as those of others: what a client holds may take long to end.
    /// </summary>
    internal Task<EditOutcome> RunAsync(string clientId, Func<Task<EditOutcome>> edit, CancellationToken ct) => RunAsync(
        async () =>
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtextextended('authserver:declarations', 0))", ct);
            await db.Database.ExecuteSqlAsync($"SELECT FROM clients WHERE client_id = {clientId} FOR NO KEY UPDATE", ct);
        },
        edit, ct);

    private async Task<EditOutcome> RunAsync(Func<Task> takeLocks, Func<Task<EditOutcome>> edit, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await takeLocks();
        try
        {
            var outcome = await edit();
            if (!outcome.IsDone)
                return outcome;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            Tell();
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Clients change themselves, too (RFC 7592).
            return new EditOutcome.Stale();
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new EditOutcome.Exists();
        }
    }

    /// <summary>So that it can be read as it is going to be.</summary>
    internal Task SaveAsync(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Writes down what is done, in the same transaction.</summary>
    internal void Write(AuditEvent happened) => audit.Add(db, happened);

    /// <summary>This node's memories are told of it after the commit, as of every line that <see cref="AuthDbContext"/> saved.</summary>
    internal void TellOf(FeedEntry entry) => _told.Add(entry);

    private void Tell()
    {
        foreach (var line in db.Set<FeedRow>().Local)
            feed.Apply(new FeedEntry(line.Kind, line.Key, line.Epoch, line.Until));
        _told.ForEach(feed.Apply);
    }
}
