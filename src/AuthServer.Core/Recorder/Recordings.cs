using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Recorder;

/// <summary>
/// For which clients everything is recorded just now, and not only what is refused. A recording is a line of the feed that
/// matters for as long as it lasts: so every node hears of it, also one that starts meanwhile, and it ends by itself.
/// </summary>
public sealed class Recordings(NpgsqlDataSource database, FeedReader feed, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Starts one, or makes one longer; none is made shorter.</summary>
    /// <param name="clientId">Of a client.</param>
    /// <param name="length">At most <see cref="Longest"/>.</param>
    /// <returns>When it ends; null: there is no such client.</returns>
    public async Task<DateTimeOffset?> StartAsync(string clientId, TimeSpan length, Cause cause, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await IsThereAsync(connection, clientId, ct))
            return null;
        var until = clock.GetUtcNow() + length;
        var line = await FeedLines.AddAsync(connection, new FeedEntry(FeedKind.RecordingStarted, clientId, 0, until), ct);
        var told = new AuditEvent(cause.By, AuditActions.RecordingStarted, AuditTargets.Client, clientId)
        {
            After = new { Until = until },
            Reason = cause.Reason,
        };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        feed.Apply(line);
        return until;
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string clientId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM clients WHERE client_id = $1", connection);
        command.Parameters.AddWithValue(clientId);
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
