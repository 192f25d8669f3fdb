using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Jobs;

/// <summary>
/// Repeats a sweep, a bounded batch at a time, until it finds less than a batch: no statement holds many locks for long,
/// and each skips what somebody else has locked.
/// </summary>
internal static class Purging
{
    private const int Batch = 1000;

    private static readonly Counter<long> Purged = Metering.Meter.CreateCounter<long>(
        "authserver.purged", "{row}", "Rows deleted because nobody needs them any more, by what they were.");

    /// <summary>Sweeps, and counts.</summary>
    /// <param name="what">Names the rows.</param>
    /// <param name="sweep">Deletes at most so many rows and says how many it were.</param>
    public static async ValueTask RunAsync(string what, Func<int, CancellationToken, Task<int>> sweep, CancellationToken ct)
    {
        for (var gone = Batch; gone == Batch;)
        {
            gone = await sweep(Batch, ct);
            Purged.Add(gone, new KeyValuePair<string, object?>("what", what));
        }
    }
}
