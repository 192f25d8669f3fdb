using System.Collections.Concurrent;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Remembers which self-registered clients are in use, in memory, and writes it down once in a while.</summary>
public sealed class ClientUse(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>As many as there can be of them; more are not remembered until the next writing.</summary>
    private const int Most = 100_000;

    private ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);

    /// <summary>Notes that the client asked for something.</summary>
    public void Note(string clientId)
    {
        if (!_seen.ContainsKey(clientId) && _seen.Count < Most)
            _seen.TryAdd(clientId, 0);
    }

    /// <summary>Writes it down, for each client once a day.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        if (_seen.IsEmpty)
            return;
        var seen = Interlocked.Exchange(ref _seen, new(StringComparer.Ordinal)).Keys.ToArray();
        try
        {
            await WriteAsync(seen, ct);
        }
        catch
        {
            // Noted again, for the next time.
            foreach (var clientId in seen)
                Note(clientId);
            throw;
        }
    }

    private async Task WriteAsync(string[] seen, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            UPDATE registrations SET last_used_at = $2
            WHERE client_id = ANY ($1) AND (last_used_at IS NULL OR last_used_at < $3)
            """);
        command.Parameters.AddWithValue(seen);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now.AddDays(-1));
        await command.ExecuteNonQueryAsync(ct);
    }
}
