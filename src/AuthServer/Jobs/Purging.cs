using System.Diagnostics;
using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Jobs;

/// <summary>
/// Repeats a sweep, a bounded batch at a time, until it finds less than a batch: no statement holds many locks for long,
/// and each skips what somebody else has locked. It rests longer than it works, and the longer the busier the database is:
/// nobody who waits for a token is to notice it.
/// </summary>
internal static class Purging
{
    // A statement of two or three milliseconds: whoever wants the core or the rows next does not wait long.
    private const int Batch = 50;

    // Four fifths of the time are others': beside a full load that still deletes more than it can make.
    private const int Rest = 4;

    private static readonly Counter<long> Purged = Metering.Meter.CreateCounter<long>(
        "authserver.purged", "{row}", "Rows deleted because nobody needs them any more, by what they were.");

    /// <summary>Sweeps, and counts.</summary>
    /// <param name="what">Names the rows.</param>
    /// <param name="next">Deletes the sweep's next batch and says how many rows it were.</param>
    public static async ValueTask RunAsync(string what, Func<Sweep, CancellationToken, Task<int>> next, CancellationToken ct)
    {
        var sweep = new Sweep(Batch);
        for (var gone = Batch; gone == Batch;)
        {
            var began = Stopwatch.GetTimestamp();
            gone = await next(sweep, ct);
            Purged.Add(gone, new KeyValuePair<string, object?>("what", what));
            if (gone == Batch)
                await Task.Delay(Rest * Stopwatch.GetElapsedTime(began), ct);
        }
    }
}
