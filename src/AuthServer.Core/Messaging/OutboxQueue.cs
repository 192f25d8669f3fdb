using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>
/// Moves rows of the outbox on. A lease is taken in a short transaction and sending happens outside of any; a mark names
/// the lease it stands on, so whoever was away for too long marks nothing.
/// </summary>
internal sealed class OutboxQueue(NpgsqlDataSource database, TimeProvider clock)
{
    private const int ExpireAtOnce = 500;

    /// <summary>Leases messages that are due, codes first, and the longest due first among them.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    public async Task<List<LeasedMessage>> ClaimAsync(
        MessageChannel channel, int most, TimeSpan lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // One look at the index a priority: those that wait for a later attempt are not read at all.
        await using var command = database.CreateCommand(
            """
            WITH due AS MATERIALIZED (
                SELECT waiting.id FROM (VALUES (0::smallint), (1::smallint)) AS p (priority)
                CROSS JOIN LATERAL (
                    SELECT o.id FROM outbox o
                    WHERE o.channel = $1 AND o.priority = p.priority AND o.state = 1 AND o.next_attempt_at <= $2
                      AND (o.expires_at IS NULL OR o.expires_at > $2)
                    ORDER BY o.next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED) waiting
                LIMIT $3)
            UPDATE outbox m SET attempts = m.attempts + 1, lease = m.lease + 1, lease_until = $4, next_attempt_at = $4
            FROM due WHERE m.id = due.id
            RETURNING m.id, m.kind, m.lease, m.recipient, m.locale, m.payload, m.created_at, m.expires_at, m.attempts,
                      m.failures
            """);
        command.Parameters.AddWithValue((short)channel);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue((long)most);
        command.Parameters.AddWithValue(now + lease);
        var leased = new List<LeasedMessage>(most);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            leased.Add(new LeasedMessage(row.GetGuid(0), (MessageKind)row.GetInt16(1), channel, row.GetInt64(2), now + lease)
            {
                Recipient = row.GetString(3),
                Locale = row.IsDBNull(4) ? null : row.GetString(4),
                Payload = row.IsDBNull(5) ? null : row.GetString(5),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
                ExpiresAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
                Attempts = row.GetInt32(8),
                Failures = row.GetInt32(9),
            });
        }

        return leased;
    }

    /// <summary>It went out: what it said is wiped.</summary>
    /// <returns>False: the lease was lost meanwhile.</returns>
    public Task<bool> MarkSentAsync(LeasedMessage message, CancellationToken ct) => MarkAsync(
        message, "state = 2, payload = NULL, sent_at = $3, last_error = $4", clock.GetUtcNow(), null, ct);

    /// <summary>It is given up. What it said stays until it expires, for whoever may want to retry it.</summary>
    /// <inheritdoc cref="MarkSentAsync"/>
    public Task<bool> MarkDeadAsync(LeasedMessage message, string why, CancellationToken ct) => MarkAsync(
        message, "state = 3, next_attempt_at = $3, failures = failures + 1, last_error = $4", clock.GetUtcNow(), why, ct);

    /// <summary>It will be tried again, and that was its own fault.</summary>
    /// <inheritdoc cref="MarkSentAsync"/>
    public Task<bool> MarkDeferredAsync(LeasedMessage message, DateTimeOffset next, string why, CancellationToken ct) =>
        MarkAsync(message, "next_attempt_at = $3, failures = failures + 1, last_error = $4", next, why, ct);

    /// <summary>It will be tried again, and that was the provider's fault, or ours.</summary>
    /// <inheritdoc cref="MarkSentAsync"/>
    public Task<bool> ReleaseAsync(LeasedMessage message, DateTimeOffset next, string? why, CancellationToken ct) =>
        MarkAsync(message, "next_attempt_at = $3, last_error = coalesce($4::text, last_error)", next, why, ct);

    /// <summary>
    /// Drops what came too late, and wipes what the dead among them said. In batches; what a sender holds is left alone.
    /// </summary>
    /// <returns>How many were dropped, by channel.</returns>
    public async Task<Dictionary<MessageChannel, int>> ExpireAsync(CancellationToken ct)
    {
        var dropped = new Dictionary<MessageChannel, int>();
        for (var changed = ExpireAtOnce; changed == ExpireAtOnce;)
        {
            await using var command = database.CreateCommand(
                """
                WITH late AS MATERIALIZED (
                    SELECT id, state FROM outbox
                    WHERE payload IS NOT NULL AND expires_at <= $1
                      AND (state = 3 OR (state = 1 AND (lease_until IS NULL OR lease_until <= $1)))
                    ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                UPDATE outbox m SET payload = NULL, lease = m.lease + 1, lease_until = NULL,
                                    state = CASE m.state WHEN 1 THEN 4 ELSE m.state END
                FROM late WHERE m.id = late.id
                RETURNING m.channel, late.state
                """);
            command.Parameters.AddWithValue(clock.GetUtcNow());
            command.Parameters.AddWithValue((long)ExpireAtOnce);
            await using var row = await command.ExecuteReaderAsync(ct);
            for (changed = 0; await row.ReadAsync(ct); changed++)
            {
                var channel = (MessageChannel)row.GetInt16(0);
                if ((MessageState)row.GetInt16(1) == MessageState.Queued)
                    dropped[channel] = dropped.GetValueOrDefault(channel) + 1;
            }
        }

        return dropped;
    }

    private async Task<bool> MarkAsync(
        LeasedMessage message, string change, DateTimeOffset at, string? why, CancellationToken ct)
    {
#pragma warning disable CA2100 // the changes are the constants above
        await using var command = database.CreateCommand(
            $"UPDATE outbox SET lease_until = NULL, {change} WHERE id = $1 AND lease = $2 AND state = 1");
#pragma warning restore CA2100
        command.Parameters.AddWithValue(message.Id);
        command.Parameters.AddWithValue(message.Lease);
        command.Parameters.AddWithValue(at);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = why });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
