using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Adds lines to the feed in a transaction that EF Core does not know.</summary>
public static class FeedLines
{
    /// <summary>A cached object changed.</summary>
    /// <returns>What this node's <see cref="FeedReader.Apply"/> is told after the commit.</returns>
    public static Task<FeedEntry> AddChangedAsync(
        NpgsqlConnection connection, FeedKind kind, string key, DateTimeOffset now, CancellationToken ct)
    {
        var line = FeedRow.Changed(kind, key, now);
        return AddAsync(connection, new FeedEntry(line.Kind, line.Key, line.Epoch, line.Until), ct);
    }

    /// <summary>Any line.</summary>
    /// <returns>The same with its id.</returns>
    public static async Task<FeedEntry> AddAsync(NpgsqlConnection connection, FeedEntry entry, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO feed (kind, key, epoch, until) VALUES ($1, $2, $3, $4) RETURNING id", connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)entry.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entry.Epoch });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.Until });
        return entry with { Id = (long)(await command.ExecuteScalarAsync(ct))! };
    }
}
