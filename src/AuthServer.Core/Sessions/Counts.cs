using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Sessions;

/// <summary>Logout notices in metrics: what becomes of them is counted by <see cref="Deliveries.PostLog"/>.</summary>
internal static class Counts
{
    public const string Name = "logout_notices";
    public const string Unit = "{notice}";

    private static readonly Counter<long> OwedOnes =
        Metering.Meter.CreateCounter<long>($"authserver.{Name}.owed", Unit, "Logout notices that clients are owed.");

    /// <summary>Rows written, also those whose transaction then failed.</summary>
    public static void Owed(int notices) => OwedOnes.Add(notices);
}
