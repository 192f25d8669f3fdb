using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Outbound;

internal static class Counts
{
    private static readonly Counter<long> Calls = Metering.Meter.CreateCounter<long>(
        "authserver.outbound.calls", "{call}", "Calls to addresses that others named, by purpose and outcome.");

    /// <param name="purpose"><c>document</c>, <c>notice</c> or <c>webhook</c>.</param>
    /// <param name="outcome"><c>answered</c>, <c>refused</c>, <c>late</c> or <c>failed</c>.</param>
    public static void Called(string purpose, string outcome) => Calls.Add(
        1, new KeyValuePair<string, object?>("purpose", purpose), new KeyValuePair<string, object?>("outcome", outcome));
}
