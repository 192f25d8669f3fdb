using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using Npgsql;

namespace AuthServer.Core.Webhooks;

/// <summary>What webhooks were told, for administrators; kept for 30 days.</summary>
public sealed class DeliveryDirectory(NpgsqlDataSource database, WebhookDelivery delivery, AuditTrail audit, TimeProvider clock)
{
    private const string Columns = "id, event, payload, state, created_at, attempts, delivered_at, status, last_error, next_attempt_at";

    /// <summary>A piece of the list.</summary>
    /// <param name="query">Its text: a type of events, whole.</param>
    public async Task<Page<ListedDelivery>> ListAsync(Guid webhookId, PageQuery query, DeliveryState? state, CancellationToken ct)
    {
#pragma warning disable CA2100 // put together of constants
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns} FROM webhook_deliveries
            WHERE webhook_id = $1 AND ($2 IS NULL OR id {query.Than()} $2) AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR event = $4)
            ORDER BY id {query.Direction()} LIMIT $5
            """);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(webhookId);
        command.Parameters.AddOptional(query.AfterId());
        command.Parameters.AddOptional((short?)state);
        command.Parameters.AddOptional(query.Text);
        command.Parameters.AddWithValue((long)query.Limit + 1);
        return query.PageOf(await ReadAsync(command, ct), d => d.Id.ToString());
    }

    /// <summary>One of them; null: there is none.</summary>
    public async Task<ListedDelivery?> FindAsync(Guid webhookId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM webhook_deliveries WHERE webhook_id = $1 AND id = $2");
        command.Parameters.AddWithValue(webhookId);
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    /// <summary>Sends one once more, now, under the same id: also one that was taken.</summary>
    /// <returns>False: there is none, or it is being sent just now.</returns>
    public async Task<bool> RetryAsync(Guid webhookId, Guid id, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            UPDATE webhook_deliveries SET state = 1, next_attempt_at = $3, attempts = 0, delivered_at = NULL
            WHERE webhook_id = $1 AND id = $2 AND (lease_until IS NULL OR lease_until <= $3)
            """,
            connection);
        command.Parameters.AddWithValue(webhookId);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        var told = new AuditEvent(cause.By, AuditActions.WebhookRetried, AuditTargets.Webhook, webhookId.ToString())
        {
            After = new { delivery = id },
            Reason = cause.Reason,
        };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        delivery.Sweep();
        return true;
    }

    private static async Task<List<ListedDelivery>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var deliveries = new List<ListedDelivery>();
        while (await row.ReadAsync(ct))
        {
            var state = (DeliveryState)row.GetInt16(3);
            deliveries.Add(new ListedDelivery
            {
                Id = row.GetGuid(0),
                Event = row.GetString(1),
                Payload = row.GetString(2),
                State = state,
                CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
                Attempts = row.GetInt32(5),
                DeliveredAt = row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6),
                Status = row.IsDBNull(7) ? null : row.GetInt16(7),
                LastError = row.IsDBNull(8) ? null : row.GetString(8),
                NextAttemptAt = state == DeliveryState.Owed ? row.GetFieldValue<DateTimeOffset>(9) : null,
            });
        }

        return deliveries;
    }
}
