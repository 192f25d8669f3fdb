using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Credentials;

internal static class Counts
{
    public static readonly Counter<long> Computed = Metering.Meter.CreateCounter<long>(
        "authserver.password_hashes", "{hash}", "Password hashes computed.");

    public static readonly UpDownCounter<long> Busy = Metering.Meter.CreateUpDownCounter<long>(
        "authserver.password_hashes.busy", "{hash}", "Password hashes being computed now.");

    public static readonly UpDownCounter<long> Waiting = Metering.Meter.CreateUpDownCounter<long>(
        "authserver.password_hashes.waiting", "{hash}", "Password hashes that wait for a lane now.");
}
