using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Statistics;

/// <summary>
/// What this node has counted since it was last asked. It listens to the metrics that are counted anyway: whoever signs in or
/// gets a token pays for one addition.
/// </summary>
internal sealed class NodeCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, Tally> _tallies = StatisticName.All.ToDictionary(n => n, _ => new Tally());

    public NodeCounts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Metering.Name && instrument.Name is "authserver.sign_ins" or "authserver.tokens.issued")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (NameOf(instrument.Name, tags) is { } name)
                _tallies[name].Add(count);
        });
        _listener.Start();
    }

    /// <summary>What was counted since the last time, and begins anew.</summary>
    public Dictionary<string, long> Take()
    {
        var taken = new Dictionary<string, long>();
        foreach (var (name, tally) in _tallies)
        {
            if (tally.Take() is var count and > 0)
                taken[name] = count;
        }

        return taken;
    }

    /// <summary>It could not be written down: it counts the next time.</summary>
    public void PutBack(Dictionary<string, long> taken)
    {
        foreach (var (name, count) in taken)
            _tallies[name].Add(count);
    }

    public void Dispose() => _listener.Dispose();

    private static string? NameOf(string instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument == "authserver.tokens.issued")
            return StatisticName.TokensIssued;
        foreach (var (key, value) in tags)
        {
            if (key == "outcome")
            {
                return (value as string) switch
                {
                    "accepted" => StatisticName.SignIns,
                    "refused" or "locked" or "throttled" => StatisticName.SignInFailures,
                    _ => null, // not judged yet
                };
            }
        }

        return null;
    }

    private sealed class Tally
    {
        private long _count;

        public void Add(long count) => Interlocked.Add(ref _count, count);

        public long Take() => Interlocked.Exchange(ref _count, 0);
    }
}
