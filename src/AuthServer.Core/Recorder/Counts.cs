using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Recorder;

internal static class Counts
{
    private static readonly Counter<long> Attempts = Metering.Meter.CreateCounter<long>(
        "authserver.attempts", "{attempt}", "Attempts that the flight recorder was told of: recorded, or dropped because there were too many.");

    public static void Recorded(int count) => Attempts.Add(count, new KeyValuePair<string, object?>("outcome", "recorded"));

    public static void Dropped(int count) => Attempts.Add(count, new KeyValuePair<string, object?>("outcome", "dropped"));
}
