using AuthServer.Core.Data;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace AuthServer.Core.Statistics;

/// <summary>
/// Counts by the hour, over all nodes. A node writes down what it counted once a minute, and when it stops: one that is killed
/// loses at most that minute, and what happens at the end of an hour may count in the next one.
/// </summary>
public sealed class StatisticStore : IHostedService
{
    /// <summary>How long the counts of an hour are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private static readonly SweptTable Hours = new("statistics", due: "bucket");

    private readonly NpgsqlDataSource _database;
    private readonly NodeCounts _counts;
    private readonly TimeProvider _clock;

    internal StatisticStore(NpgsqlDataSource database, NodeCounts counts, TimeProvider clock) =>
        (_database, _counts, _clock) = (database, counts, clock);

    /// <summary>Counting began when this was made.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is left is written down, if the database answers.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // It is lost, and that is all.
        }
    }

    /// <summary>Adds what this node has counted.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        var taken = _counts.Take();
        if (taken.Count == 0)
            return;
        try
        {
            await AddAsync(taken, ct);
        }
        catch
        {
            // It may have been written all the same: a count too high is better than one that is lost each time.
            _counts.PutBack(taken);
            throw;
        }
    }

    /// <summary>What was counted.</summary>
    /// <param name="from">Since then.</param>
    /// <param name="unit">How finely.</param>
    public async Task<IReadOnlyList<StatisticCount>> ReadAsync(DateTimeOffset from, StatisticUnit unit, CancellationToken ct)
    {
        await using var command = _database.CreateCommand(
            """
            SELECT date_trunc($2, bucket, 'UTC'), name, sum(count)::bigint FROM statistics WHERE bucket >= $1
            GROUP BY 1, 2 ORDER BY 1, 2
            """);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(unit == StatisticUnit.Hour ? "hour" : "day");
        await using var row = await command.ExecuteReaderAsync(ct);
        var counts = new List<StatisticCount>();
        while (await row.ReadAsync(ct))
            counts.Add(new StatisticCount(row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetInt64(2)));
        return counts;
    }

    /// <summary>Deletes what is too old.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(_database, Hours, _clock.GetUtcNow(), Kept, ct);

    private async Task AddAsync(Dictionary<string, long> taken, CancellationToken ct)
    {
        // By name, as every node does: no two wait for each other crosswise.
        var rows = taken.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        await using var command = _database.CreateCommand(
            """
            INSERT INTO statistics AS s (bucket, name, count)
            SELECT date_trunc('hour', $1, 'UTC'), c.name, c.count FROM unnest($2::text[], $3::bigint[]) AS c (name, count)
            ON CONFLICT (bucket, name) DO UPDATE SET count = s.count + excluded.count
            """);
        command.Parameters.AddWithValue(_clock.GetUtcNow());
        command.AddColumn(rows, r => r.Key);
        command.AddColumn(rows, r => r.Value);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>How finely counts are told.</summary>
public enum StatisticUnit
{
    /// <summary>By days, as UTC has them.</summary>
    Day,

    /// <summary>By hours.</summary>
    Hour,
}

/// <summary>How often something happened.</summary>
/// <param name="At">When the day or hour began.</param>
/// <param name="Name">One of <see cref="StatisticName"/>.</param>
public sealed record StatisticCount(DateTimeOffset At, string Name, long Count);
