using System.Diagnostics.Metrics;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;

namespace AuthServer.Hosting.Telemetry;

/// <summary>What is looked at only when somebody scrapes.</summary>
internal sealed class Gauges : IDisposable
{
    // Gauges look at this server's parts: they go with it, and the rooms' counters stay.
    private readonly Meter _meter = new(Metering.Name);
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;

    public Gauges(KeyRing keys, FeedReader feed, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        _meter.CreateObservableGauge(
            "authserver.keys.age", Ages, "s", "Since when the present signing key of an algorithm signs.");
        _meter.CreateObservableGauge(
            "authserver.feed.lag", () => Seconds(feed.Lag), "s", "Since the last good poll of the feed of revocations.");
        _meter.CreateObservableGauge(
            "authserver.clock.skew", () => Seconds(feed.IsLoaded ? feed.ClockSkew : null), "s",
            "How far this node's clock is ahead of the database's.");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<double>[] Seconds(TimeSpan? time) =>
        time is { } known ? [new Measurement<double>(known.TotalSeconds)] : [];

    private IEnumerable<Measurement<double>> Ages() =>
        _keys.SigningSince.Select(key => new Measurement<double>(
            Math.Max(0, (_clock.GetUtcNow() - key.Since).TotalSeconds),
            new KeyValuePair<string, object?>("algorithm", key.Algorithm)));
}
