using AuthServer.Tests.Conformance.Blocks;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>What the metadata has to say, by plan.</summary>
internal static class DiscoveryModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-discovery-endpoint-verification", async run => DiscoveryChecks.All(run, await DiscoveryChecks.LoadAsync(run))),
        ("oidcc-rp-initiated-logout-discovery-endpoint-verification", run => LogoutAsync(run, [], [])),
        ("oidcc-session-management-discovery-endpoint-verification", run => LogoutAsync(run, [], ["check_session_iframe"])),
        ("oidcc-frontchannel-logout-discovery-endpoint-verification",
            run => LogoutAsync(run, ["frontchannel_logout_supported", "frontchannel_logout_session_supported"], [])),
        ("oidcc-backchannel-logout-discovery-endpoint-verification",
            run => LogoutAsync(run, ["backchannel_logout_supported", "backchannel_logout_session_supported"], [])),
    ];

    private static async Task LogoutAsync(ModuleRun run, string[] flags, string[] addresses)
    {
        var provider = await DiscoveryChecks.LoadAsync(run);
        foreach (var name in addresses.Append("end_session_endpoint"))
            run.Found.Check("discovery", DiscoveryChecks.IsSecure(provider[name]), $"{name} is {provider[name]}");
        foreach (var flag in flags)
            run.Found.Check("discovery", provider.Is(flag), $"{flag} is not true");
    }
}
