using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>How many accounts were made, by day or hour: of those that are still there.</summary>
public sealed class NewUserCounts(NpgsqlDataSource database)
{
    /// <summary>Counts, by an index of its own.</summary>
    /// <param name="from">Since then.</param>
    /// <param name="byHour">By hours, else by days as UTC has them.</param>
    /// <returns>By when the day or hour began; those with none are left out.</returns>
    public async Task<IReadOnlyDictionary<DateTimeOffset, long>> ReadAsync(DateTimeOffset from, bool byHour, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT date_trunc($2, created_at, 'UTC'), count(*) FROM users WHERE created_at >= $1 GROUP BY 1");
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(byHour ? "hour" : "day");
        await using var row = await command.ExecuteReaderAsync(ct);
        var counts = new Dictionary<DateTimeOffset, long>();
        while (await row.ReadAsync(ct))
            counts[row.GetFieldValue<DateTimeOffset>(0)] = row.GetInt64(1);
        return counts;
    }
}
