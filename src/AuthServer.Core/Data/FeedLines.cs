using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Adds lines to the feed in a transaction that EF Core does not know.</summary>
public static class FeedLines
{
    /// <summary>A cached object changed.</summary>
    /// <returns>What this node's <see cref="FeedReader.Apply"/> is told after the commit.</returns>
    public static async Task<FeedEntry> AddChangedAsync(
        NpgsqlConnection connection, FeedKind kind, string key, DateTimeOffset now, CancellationToken ct)
    {
        var line = FeedRow.Changed(kind, key, now);
        await using var command = new NpgsqlCommand(
            "INSERT INTO feed (kind, key, epoch, until) VALUES ($1, $2, $3, $4)", connection);
        command.Parameters.AddWithValue((short)line.Kind);
        command.Parameters.AddWithValue(line.Key);
        command.Parameters.AddWithValue(line.Epoch);
        command.Parameters.AddWithValue(line.Until);
        await command.ExecuteNonQueryAsync(ct);
        return new FeedEntry(line.Kind, line.Key, line.Epoch, line.Until);
    }
}
