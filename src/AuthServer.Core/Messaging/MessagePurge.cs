using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Forgets messages that are over: what they said was wiped long before.</summary>
public sealed class MessagePurge(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long the row of a message is kept, for whoever asks whether it was sent.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes what was not queued any more when it got too old.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM outbox WHERE id = ANY (ARRAY(
                SELECT id FROM outbox WHERE created_at < $1 AND state <> 1
                ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Kept);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
