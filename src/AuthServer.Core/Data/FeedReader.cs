using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>
/// Reads the feed four times a second and tells every <see cref="IFeedListener"/> of this node. It asks for the lines at or
/// above a low-water mark of transaction ids, and the mark only moves up to the oldest transaction that was still running:
/// a line that commits late is never missed, and one that was seen before does no harm.
/// </summary>
public sealed class FeedReader(
    NpgsqlDataSource database, IEnumerable<IFeedListener> listeners, TimeProvider clock, ILogger<FeedReader> log) : BackgroundService
{
    /// <summary>Between two polls.</summary>
    public static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    /// <summary>How old the last good poll may be before memory is not trusted any more.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromMilliseconds(750);

    /// <summary>Lines about caches are kept for ten minutes; a node that was deaf for longer forgets its caches.</summary>
    private static readonly TimeSpan Deafness = TimeSpan.FromMinutes(5);

    private readonly IFeedListener[] _listeners = [.. listeners];
    private readonly SemaphoreSlim _one = new(1, 1);
    private HashSet<long> _seen = [];
    private ulong _mark;
    private long _lastGood;
    private bool _failing;

    /// <summary>Whether everything in force was loaded once.</summary>
    public bool IsLoaded => Volatile.Read(ref _lastGood) != 0;

    /// <summary>Tells this node's memories at once of what it has just committed.</summary>
    public void Apply(FeedEntry entry)
    {
        foreach (var listener in _listeners)
            listener.Apply(entry);
    }

    /// <summary>Polls unless a poll that began a moment ago succeeded.</summary>
    /// <exception cref="NpgsqlException">The database does not answer: nobody knows what is revoked.</exception>
    public ValueTask EnsureFreshAsync(CancellationToken ct) =>
        IsLoaded && clock.GetElapsedTime(Volatile.Read(ref _lastGood)) <= Trust ? ValueTask.CompletedTask : new(PollAsync(ct));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm, clock);
        do
        {
            try
            {
                await PollAsync(stoppingToken);
                _failing = false;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                // Before the first migration there is no feed, and nothing to say about that.
                if (!_failing && fault is not PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
                    Log.FeedUnreadable(log, fault.Message);
                _failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PollAsync(CancellationToken ct)
    {
        var asked = clock.GetTimestamp();
        await _one.WaitAsync(ct);
        try
        {
            if (Volatile.Read(ref _lastGood) >= asked)
                return; // somebody else's poll began after we asked
            var began = clock.GetTimestamp();
            var isFirst = !IsLoaded;
            if (!isFirst && clock.GetElapsedTime(_lastGood) > Deafness)
                StartOver();
            await ReadAsync(ct);
            if (isFirst)
                Forget(); // what is read as a whole, is read now
            Volatile.Write(ref _lastGood, began);
        }
        finally
        {
            _one.Release();
        }
    }

    private void StartOver()
    {
        (_mark, _seen) = (0, []);
        Forget();
    }

    private void Forget()
    {
        foreach (var listener in _listeners)
            listener.Forget();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT pg_snapshot_xmin(pg_current_snapshot()), f.id, f.kind, f.key, f.epoch, f.until
            FROM (SELECT 1) one LEFT JOIN feed f ON f.xid >= $1
            """);
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = _mark, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        await using var row = await command.ExecuteReaderAsync(ct);
        var seen = new HashSet<long>();
        var mark = _mark;
        while (await row.ReadAsync(ct))
        {
            mark = row.GetFieldValue<ulong>(0);
            if (row.IsDBNull(1) || !seen.Add(row.GetInt64(1)) || _seen.Contains(row.GetInt64(1)))
                continue;
            Apply(new FeedEntry(
                (FeedKind)row.GetInt16(2), row.GetString(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5)));
        }

        (_mark, _seen) = (mark, seen);
    }
}
