using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Forgets messages that are over: what they said was wiped long before.</summary>
public sealed class MessagePurge(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long the row of a message is kept, for whoever asks whether it was sent.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes what was not queued any more when it got too old.</summary>
    public Task<long> RunAsync(CancellationToken ct) => database.PurgeAsync(
        "messages",
        """
        DELETE FROM outbox WHERE id IN (
            SELECT id FROM outbox WHERE created_at < $1 AND state <> 1 ORDER BY created_at
            LIMIT $2 FOR UPDATE SKIP LOCKED)
        """,
        clock.GetUtcNow() - Kept,
        ct);
}
