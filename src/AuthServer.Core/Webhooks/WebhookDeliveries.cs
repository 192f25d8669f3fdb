using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using Npgsql;

namespace AuthServer.Core.Webhooks;

/// <summary>The deliveries that webhooks are owed.</summary>
public sealed class WebhookDeliveries(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly PostTable<LeasedDelivery> Table = new(
        "webhook_deliveries", "webhook_id",
        """
        l.webhook_id, l.payload, w.url, coalesce(w.secrets, array[]::text[])
        FROM leased l LEFT JOIN webhooks w ON w.id = l.webhook_id AND w.enabled
        """)
    {
        Read = (row, lease) => new LeasedDelivery(lease)
        {
            WebhookId = row.GetGuid(4),
            Payload = row.GetString(5),
            Url = row.IsDBNull(6) ? null : row.GetString(6),
            Secrets = row.GetFieldValue<string[]>(7),
        },
    };

    internal OwedPosts<LeasedDelivery> Posts { get; } = new(Table, database, clock);

    /// <inheritdoc cref="OwedPosts{TPost}.SweepAsync"/>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) => Posts.SweepAsync(sweep, ct);

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
}
