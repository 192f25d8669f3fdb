using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Forgets authorizations that are past, and what waited for one.</summary>
public sealed class AuthorizationPurge(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    // Clocks of nodes differ a little.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private static readonly SweptTable Requests = new("parked_requests", due: "expires_at");
    private static readonly SweptTable Pushed = new("pushed_requests", due: "expires_at");
    private static readonly SweptTable Codes = new("long_codes", due: "expires_at");
    private static readonly SweptTable Replays = new("replays", due: "until");

    // Rows that are due are deleted, or are looked at again when they can be past at the earliest; where a session keeps one,
    // tomorrow, as it may end any time. By arrays of ids, which no planner, however wrong about their number, joins by
    // reading the table as a whole. What a crash forgets to have deleted is deleted again, so nobody waits for the disk.
    private const string LookSql =
        $"""
        WITH due AS MATERIALIZED (
            SELECT id, session_id, sweep_at, greatest(refresh_expires_at, rotated_at + $3, created_at + $3) AS past_at
            FROM authorizations WHERE sweep_at >= $4 AND sweep_at < $1 ORDER BY sweep_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        judged AS MATERIALIZED (
            SELECT id, greatest(past_at, (
                SELECT least(s.expires_at, $1 + interval '1 day') FROM sessions s
                WHERE s.id = due.session_id AND s.ended_at IS NULL AND s.expires_at > $1)) AS past_at
            FROM due),
        kept AS (
            UPDATE authorizations a SET sweep_at = j.past_at FROM judged j
            WHERE a.id = ANY (ARRAY(SELECT id FROM judged WHERE past_at >= $1)) AND j.id = a.id),
        gone AS (
            DELETE FROM authorizations WHERE id = ANY (ARRAY(SELECT id FROM judged WHERE past_at < $1)) RETURNING 1)
        SELECT (SELECT count(*) FROM due)::int, (SELECT count(*) FROM gone)::int, (SELECT max(sweep_at) FROM due)
        FROM {Durability.NotAwaited}
        """;

    /// <summary>
    /// Deletes authorizations, ended or not, of which nothing can be alive any more: not the code, whose second use must
    /// find the row, not the last access token, not the refresh token; and whose session is over, so that nobody has to be
    /// told when it ends.
    /// </summary>
    /// <returns>How many it were; fewer than a batch: no more are due.</returns>
    public async Task<int> SweepAsync(Sweep sweep, CancellationToken ct)
    {
        var gone = 0;
        for (var isMore = true; isMore && gone < sweep.Batch;)
        {
            var wanted = sweep.Batch - gone;
            var (seen, deleted) = await LookAsync(wanted, sweep, ct);
            (isMore, gone) = (seen == wanted, gone + deleted);
        }

        return gone;
    }

    /// <summary>Deletes parked requests that were answered or given up.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepRequestsAsync(Sweep sweep, CancellationToken ct) => DeleteAsync(Requests, Slack, sweep, ct);

    /// <summary>Deletes pushed requests that no parked one can have come from.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepPushedAsync(Sweep sweep, CancellationToken ct) =>
        DeleteAsync(Pushed, ParkedRequestStore.Lifetime + Slack, sweep, ct);

    /// <summary>Deletes long codes that have expired.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepCodesAsync(Sweep sweep, CancellationToken ct) => DeleteAsync(Codes, Slack, sweep, ct);

    /// <summary>Deletes memories of signed objects that are too old to be taken anyway.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepReplaysAsync(Sweep sweep, CancellationToken ct) => DeleteAsync(Replays, Slack, sweep, ct);

    private async Task<(int Seen, int Deleted)> LookAsync(int batch, Sweep sweep, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(LookSql);
        command.Parameters.AddWithValue(now - Slack);
        command.Parameters.AddWithValue(batch);
        command.Parameters.AddWithValue(RevocationHorizon.From(now, lifetimes) - now - Slack);
        command.Parameters.AddWithValue(sweep.From);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct); // counts are always there
        if (!row.IsDBNull(2))
            sweep.Reach(row.GetFieldValue<DateTimeOffset>(2));
        return (row.GetInt32(0), row.GetInt32(1));
    }

    private Task<int> DeleteAsync(SweptTable table, TimeSpan kept, Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(database, table, clock.GetUtcNow(), kept, ct);
}
