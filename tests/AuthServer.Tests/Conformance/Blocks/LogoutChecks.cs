using AuthServer.Tests.Conformance.Modules;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>LO, and the way back after a logout.</summary>
internal static class LogoutChecks
{
    /// <summary>LO: nobody is signed in at this browser any more.</summary>
    public static async Task SignedOutAsync(ModuleRun run, RpClient client)
    {
        var request = run.Request(client, ("prompt", "none"));
        var visit = await run.OpenAsync(request);
        run.Found.Require("LO", visit.Delivery is not null, visit.ToString());
        ErrorChecks.Redirected(run, request, visit, PromptModules.NobodyHere);
    }

    /// <summary>The browser came back with the state, and with nothing else.</summary>
    public static void Returned(ModuleRun run, Delivery? delivery, string registered, string? state)
    {
        run.Found.Require("post-logout", delivery is not null, "the browser did not come back");
        run.Found.Check("post-logout", delivery.Target.GetLeftPart(UriPartial.Path) == registered, $"came to {delivery.Target}");
        run.Found.Check("post-logout", delivery.Query.GetValueOrDefault("state") == state, $"state {delivery.Query.GetValueOrDefault("state")} for {state}");
        var more = delivery.Query.Keys.Except(["state"]).ToList();
        run.Found.Warn("post-logout", more.Count == 0, $"brought {string.Join(' ', more)}");
    }
}
