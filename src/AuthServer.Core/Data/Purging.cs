using System.Diagnostics.Metrics;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>
/// Deletes what is over, a bounded batch at a time: no statement holds many locks, and several nodes share the work, because
/// each skips what another has locked.
/// </summary>
internal static class Purging
{
    /// <summary>Rows of one statement.</summary>
    public const int Batch = 1000;

    private static readonly Meter Meter = new("AuthServer");

    private static readonly Counter<long> Purged = Meter.CreateCounter<long>(
        "authserver.purged", "{row}", "Rows deleted because nobody needs them any more.");

    /// <summary>Repeats the statement until it finds less than a batch.</summary>
    /// <param name="what">Names the rows in the metric.</param>
    /// <param name="sql"><c>$1</c> is the time that they are older than, <c>$2</c> the most rows to delete.</param>
    /// <returns>How many are gone.</returns>
    public static async Task<long> PurgeAsync(
        this NpgsqlDataSource database, string what, string sql, DateTimeOffset before, CancellationToken ct)
    {
        long all = 0;
        for (var gone = Batch; gone == Batch;)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.AddWithValue(before);
            command.Parameters.AddWithValue((long)Batch);
            gone = await command.ExecuteNonQueryAsync(ct);
            all += gone;
            Purged.Add(gone, new KeyValuePair<string, object?>("what", what));
        }

        return all;
    }
}
