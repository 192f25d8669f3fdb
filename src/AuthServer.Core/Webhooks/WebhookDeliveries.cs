using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// Moves deliveries on. A lease is taken in a short transaction and sending happens outside of any; a mark names the lease it
/// stands on, so whoever was away for too long marks nothing.
/// </summary>
public sealed class WebhookDeliveries(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long the row of a delivery is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes deliveries that are not owed any more and got too old.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM webhook_deliveries WHERE id = ANY (ARRAY(
                SELECT id FROM webhook_deliveries WHERE created_at < $1 AND state <> 1
                ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Kept);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For a batch with what it tells of.</summary>
    internal static NpgsqlBatchCommand CommandOf(WebhookDeliveryRow row)
    {
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO webhook_deliveries (id, webhook_id, event, payload, created_at, next_attempt_at, attempts, lease, state)
            VALUES ($1, $2, $3, $4, $5, $5, 0, 0, 1)
            """);
        command.Parameters.AddWithValue(row.Id);
        command.Parameters.AddWithValue(row.WebhookId);
        command.Parameters.AddWithValue(row.Event);
        command.Parameters.AddWithValue(row.Payload);
        command.Parameters.AddWithValue(row.CreatedAt);
        return command;
    }

    /// <summary>Leases deliveries that are due, the longest due first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    internal async Task<List<LeasedDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM webhook_deliveries WHERE state = 1 AND next_attempt_at <= $1
                ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED),
            leased AS (
                UPDATE webhook_deliveries d SET attempts = d.attempts + 1, lease = d.lease + 1, lease_until = $3, next_attempt_at = $3
                FROM due WHERE d.id = due.id
                RETURNING d.id, d.lease, d.webhook_id, d.payload, d.created_at, d.attempts)
            SELECT l.*, w.url, coalesce(w.secrets, array[]::text[])
            FROM leased l LEFT JOIN webhooks w ON w.id = l.webhook_id AND w.enabled
            """);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue((long)most);
        command.Parameters.AddWithValue(now + lease);
        var leased = new List<LeasedDelivery>(most);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            leased.Add(new LeasedDelivery(row.GetGuid(0), row.GetInt64(1), now + lease)
            {
                WebhookId = row.GetGuid(2),
                Payload = row.GetString(3),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
                Attempts = row.GetInt32(5),
                Url = row.IsDBNull(6) ? null : row.GetString(6),
                Secrets = row.GetFieldValue<string[]>(7),
            });
        }

        return leased;
    }

    /// <summary>Says how an attempt ended: it was taken, it is given up, or it will be tried again.</summary>
    /// <param name="at">When that is.</param>
    /// <param name="answer">What came of the attempt; null: there was none.</param>
    /// <returns>False: the lease was lost meanwhile.</returns>
    internal async Task<bool> MarkAsync(
        LeasedDelivery delivery, DeliveryState state, DateTimeOffset at, DeliveryAnswer? answer, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE webhook_deliveries SET lease_until = NULL, state = $3, next_attempt_at = $4, last_error = $5, status = $6,
                                          delivered_at = CASE WHEN $3 = 2 THEN $4 END
            WHERE id = $1 AND lease = $2 AND state = 1
            """);
        command.Parameters.AddWithValue(delivery.Id);
        command.Parameters.AddWithValue(delivery.Lease);
        command.Parameters.AddWithValue((short)state);
        command.Parameters.AddWithValue(at);
        command.Parameters.AddOptional(answer?.Reason);
        command.Parameters.AddOptional((short?)answer?.Status);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>The receiver is away: what else it is owed waits, on every node, so that it takes the places of nobody.</summary>
    internal async Task LeaveAloneAsync(Guid webhookId, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE webhook_deliveries SET next_attempt_at = $2 WHERE id IN (
                SELECT id FROM webhook_deliveries
                WHERE webhook_id = $1 AND state = 1 AND next_attempt_at < $2 AND (lease_until IS NULL OR lease_until <= $3)
                FOR UPDATE SKIP LOCKED)
            """);
        command.Parameters.AddWithValue(webhookId);
        command.Parameters.AddWithValue(until);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }
}
