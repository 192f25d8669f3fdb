using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Forgets messages that are over: what they said was wiped long before.</summary>
public sealed class MessagePurge(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long the row of a message is kept, for whoever asks whether it was sent.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly SweptTable Messages = new("outbox", due: "created_at", only: "state <> 1");

    /// <summary>Deletes what was not queued any more when it got too old.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(database, Messages, clock.GetUtcNow(), Kept, ct);
}
