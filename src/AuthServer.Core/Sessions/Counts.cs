using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Sessions;

/// <summary>What becomes of logout notices. Owed counts rows written, also those whose transaction then failed.</summary>
internal static class Counts
{
    private static readonly Counter<long> OwedOnes = Counter("owed", "Logout notices that clients are owed.");
    private static readonly Counter<long> DeliveredOnes = Counter("delivered", "Logout notices that a client took.");
    private static readonly Counter<long> RetriedOnes = Counter("retried", "Attempts that failed and will be repeated.");
    private static readonly Counter<long> DeadOnes = Counter("dead", "Logout notices given up.");

    public static void Owed(int notices) => OwedOnes.Add(notices);

    public static void Delivered() => DeliveredOnes.Add(1);

    public static void Retried() => RetriedOnes.Add(1);

    public static void Dead() => DeadOnes.Add(1);

    private static Counter<long> Counter(string name, string description) =>
        Metering.Meter.CreateCounter<long>($"authserver.logout_notices.{name}", "{notice}", description);
}
