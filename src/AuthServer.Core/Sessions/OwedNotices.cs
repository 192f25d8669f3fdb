using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>
/// Moves logout notices on. A lease is taken in a short transaction and delivery happens outside of any; a mark names the
/// lease it stands on, so whoever was away for too long marks nothing.
/// </summary>
public sealed class OwedNotices(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long the row of a notice is kept, for whoever asks whether a client was told.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes notices that are not owed any more and got too old.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM logout_notices WHERE id = ANY (ARRAY(
                SELECT id FROM logout_notices WHERE created_at < $1 AND state <> 1
                ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Kept);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Leases notices that are due, the longest due first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    internal async Task<List<LeasedNotice>> ClaimAsync(int most, TimeSpan lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM logout_notices WHERE state = 1 AND next_attempt_at <= $1
                ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            UPDATE logout_notices n SET attempts = n.attempts + 1, lease = n.lease + 1, lease_until = $3, next_attempt_at = $3
            FROM due WHERE n.id = due.id
            RETURNING n.id, n.lease, n.client_id, n.user_id, n.session_id, n.issuer, n.created_at, n.attempts
            """);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue((long)most);
        command.Parameters.AddWithValue(now + lease);
        var leased = new List<LeasedNotice>(most);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            leased.Add(new LeasedNotice(row.GetGuid(0), row.GetInt64(1), now + lease)
            {
                ClientId = row.GetString(2),
                UserId = row.GetGuid(3),
                SessionId = row.GetGuid(4),
                Issuer = row.GetString(5),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
                Attempts = row.GetInt32(7),
            });
        }

        return leased;
    }

    /// <summary>Says how an attempt ended: it was taken, it is given up, or it will be tried again.</summary>
    /// <param name="at">When that is.</param>
    /// <param name="answer">What came of the attempt; null: there was none.</param>
    /// <returns>False: the lease was lost meanwhile.</returns>
    internal async Task<bool> MarkAsync(
        LeasedNotice notice, NoticeState state, DateTimeOffset at, NoticeAnswer? answer, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE logout_notices SET lease_until = NULL, state = $3, next_attempt_at = $4, last_error = $5,
                                      status = $6, delivered_at = CASE WHEN $3 = 2 THEN $4 END
            WHERE id = $1 AND lease = $2 AND state = 1
            """);
        command.Parameters.AddWithValue(notice.Id);
        command.Parameters.AddWithValue(notice.Lease);
        command.Parameters.AddWithValue((short)state);
        command.Parameters.AddWithValue(at);
        command.Parameters.AddOptional(answer?.Reason);
        command.Parameters.AddOptional((short?)answer?.Status);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>
    /// The client is away: what else it is owed waits, on every node, so that a client that is down for long takes the
    /// places of nobody.
    /// </summary>
    internal async Task LeaveAloneAsync(string clientId, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE logout_notices SET next_attempt_at = $2 WHERE id IN (
                SELECT id FROM logout_notices
                WHERE client_id = $1 AND state = 1 AND next_attempt_at < $2 AND (lease_until IS NULL OR lease_until <= $3)
                FOR UPDATE SKIP LOCKED)
            """);
        command.Parameters.AddWithValue(clientId);
        command.Parameters.AddWithValue(until);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }
}
