using System.Net;
using AuthServer.Core.Outbound;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Tests.Outbound;

/// <summary>The guarded way out, with a name server of the test's own.</summary>
internal static class Calls
{
    public static OutboundCalls InDevelopment(NameLookup? lookup = null, Recorder? log = null) => Of(true, lookup, log);

    public static OutboundCalls InProduction(NameLookup? lookup = null, Recorder? log = null) => Of(false, lookup, log);

    /// <summary>Every name stands for these.</summary>
    public static NameLookup To(params string[] addresses) => _ => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));

    private static OutboundCalls Of(bool privately, NameLookup? lookup, Recorder? log)
    {
        using var logs = LoggerFactory.Create(l => l.AddProvider(log ?? new Recorder()));
        return new OutboundCalls(
            new OutboundOptions { AllowPrivateNetworks = privately }, lookup ?? Names.AskSystem, TimeProvider.System,
            logs.CreateLogger<OutboundCalls>());
    }
}
