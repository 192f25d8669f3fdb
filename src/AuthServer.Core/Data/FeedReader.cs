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

    /// <summary>Longer than any poll takes that will ever be answered, in seconds.</summary>
    private const int Patience = 5;

    private readonly IFeedListener[] _listeners = [.. listeners];
    private readonly SemaphoreSlim _one = new(1, 1);
    private HashSet<long> _seen = [];
    private ulong _mark;
    private long _lastGood;
    private long _lastBad;
    private Exception? _fault;
    private long _skew;
    private bool _failing;

    /// <summary>Whether everything in force was loaded once.</summary>
    public bool IsLoaded => Volatile.Read(ref _lastGood) != 0;

    /// <summary>Whether the last poll failed: the database does not answer.</summary>
    public bool IsFailing => Volatile.Read(ref _fault) is not null;

    /// <summary>Since the last good poll began; null before the first.</summary>
    public TimeSpan? Lag => IsLoaded ? clock.GetElapsedTime(Volatile.Read(ref _lastGood)) : null;

    /// <summary>
    /// How far this node's clock is ahead of the database's (negative: behind), as of the last good poll; what the poll's
    /// own time could explain is taken off.
    /// </summary>
    public TimeSpan ClockSkew => TimeSpan.FromTicks(Volatile.Read(ref _skew));

    /// <summary>Tells this node's memories at once of what it has just committed.</summary>
    public void Apply(FeedEntry entry)
    {
        Counts.Committed(entry.Kind);
        Tell(entry);
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
                if (_failing)
                    Log.FeedReadable(log);
                _failing = false;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                // Before it was read once, whoever brings the database up to date says what is wrong with it.
                if (!_failing && IsLoaded)
                    Log.FeedUnreadable(log, DatabaseFault.ReasonOf(fault));
                _failing = IsLoaded;
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
            // Somebody else's poll that began after we asked speaks for ours: of many who wait for a database that says
            // nothing, each would otherwise wait its turn to hear the same.
            if (Volatile.Read(ref _lastGood) >= asked)
                return;
            if (_fault is { } known && _lastBad >= asked)
                throw new NpgsqlException(known.Message, known);
            await PollAloneAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task PollAloneAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var isFirst = !IsLoaded;
        if (!isFirst && clock.GetElapsedTime(_lastGood) > Deafness)
            StartOver();
        try
        {
            await ReadAsync(ct);
            if (isFirst)
                Forget(); // what is read as a whole, is read now
            (_fault, _lastBad) = (null, 0);
            Volatile.Write(ref _lastGood, began);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            (_fault, _lastBad) = (fault, began);
            throw;
        }
    }

    private void Tell(FeedEntry entry)
    {
        foreach (var listener in _listeners)
            listener.Apply(entry);
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
            SELECT pg_snapshot_xmin(pg_current_snapshot()), f.id, f.kind, f.key, f.epoch, f.until, now.now
            FROM (SELECT clock_timestamp() AS now) now LEFT JOIN feed f ON f.xid >= $1
            """);
        command.CommandTimeout = Patience;
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = _mark, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        var asked = clock.GetUtcNow();
        await using var row = await command.ExecuteReaderAsync(ct);
        var answered = clock.GetUtcNow();
        var seen = new HashSet<long>();
        var mark = _mark;
        while (await row.ReadAsync(ct))
        {
            if (seen.Count == 0)
                Compare(row.GetFieldValue<DateTimeOffset>(6), asked, answered);
            mark = row.GetFieldValue<ulong>(0);
            if (row.IsDBNull(1) || !seen.Add(row.GetInt64(1)) || _seen.Contains(row.GetInt64(1)))
                continue;
            Tell(new FeedEntry(
                (FeedKind)row.GetInt16(2), row.GetString(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5)));
        }

        (_mark, _seen) = (mark, seen);
    }

    /// <summary>The database said it at some time between the two of ours: nobody knows when, and so much is forgiven.</summary>
    private void Compare(DateTimeOffset database, DateTimeOffset asked, DateTimeOffset answered)
    {
        var skew = database < asked ? asked - database : database > answered ? answered - database : TimeSpan.Zero;
        Volatile.Write(ref _skew, skew.Ticks);
    }
}
