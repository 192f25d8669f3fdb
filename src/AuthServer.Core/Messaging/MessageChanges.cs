using AuthServer.Core.Audit;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Tries a message again, or takes it back, for an administrator.</summary>
public sealed class MessageChanges(NpgsqlDataSource database, Outbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>
    /// Sends it now: one that was given up, or one that waits for its next attempt. It has all of its attempts again, as
    /// long as it is not older than three days.
    /// </summary>
    public async Task<MessageChange> RetryAsync(Guid id, Cause cause, CancellationToken ct)
    {
        var change = await ChangeAsync(
            id,
            """
            UPDATE outbox SET state = 1, failures = 0, next_attempt_at = $2
            WHERE id = $1 AND state IN (1, 3) AND payload IS NOT NULL AND (expires_at IS NULL OR expires_at > $2)
              AND (lease_until IS NULL OR lease_until <= $2)
            """,
            AuditActions.MessageRetried, cause, ct);
        if (change == MessageChange.Done)
            outbox.Nudge();
        return change;
    }

    /// <summary>Takes back what nobody has sent; what it said is wiped.</summary>
    public Task<MessageChange> CancelAsync(Guid id, Cause cause, CancellationToken ct) => ChangeAsync(
        id,
        """
        UPDATE outbox SET state = 5, payload = NULL, lease = lease + 1, lease_until = NULL
        WHERE id = $1 AND state IN (1, 3) AND (lease_until IS NULL OR lease_until <= $2)
        """,
        AuditActions.MessageCancelled, cause, ct);

    private async Task<MessageChange> ChangeAsync(Guid id, string sql, string action, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return await IsThereAsync(connection, id, ct) ? MessageChange.TooLate : MessageChange.Unknown;
        await audit.AddAsync(
            connection, new AuditEvent(cause.By, action, AuditTargets.Message, id.ToString()) { Reason = cause.Reason }, ct);
        await transaction.CommitAsync(ct);
        return MessageChange.Done;
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM outbox WHERE id = $1", connection);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
