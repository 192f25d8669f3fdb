using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>Codes that come twice, and refresh tokens.</summary>
internal static class CodeModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-codereuse", run => ReuseAsync(run, 0)),
        ("oidcc-codereuse-30seconds", run => ReuseAsync(run, 30)),
        ("oidcc-refresh-token", RefreshAsync),
        ("oidcc-refresh-token-rp-key-rotation", KeyRotationAsync),
        ("oidcc-ensure-client-assertion-with-iss-aud-succeeds", IssuerAsAudienceAsync),
    ];

    private static async Task ReuseAsync(ModuleRun run, int seconds)
    {
        var client = await run.SetUpAsync();
        var flow = await run.FlowAsync(client);
        if (seconds > 0)
            await run.PauseAsync(seconds);
        ErrorChecks.Token(run, await run.RedeemAsync(client, flow.Answer.Code ?? "", flow.Answer.Request), "invalid_grant");
        if (seconds == 0)
            return;
        var reply = await run.Channel.GetAsync(run.Provider["userinfo_endpoint"] ?? "", flow.AccessToken);
        run.Found.Warn("access token", (int)reply.Status is >= 400 and < 500, $"lives on after the reuse: {reply}");
    }

    private static async Task RefreshAsync(ModuleRun run)
    {
        var first = await run.SetUpAsync(AllowRefresh);
        var flow = await run.FlowAsync(first, RefreshChecks.Asking);
        await RefreshChecks.RefreshAsync(run, first, flow, flow.Answer.Request["scope"]);

        var second = run.Variant.IsDynamic ? await run.RegisterAsync(AllowRefresh) : ConformanceServer.Second;
        var other = await run.FlowAsync(second, [.. RefreshChecks.Asking, ("nonce", Letters.Random(43))]);
        var refreshed = await RefreshChecks.RefreshAsync(run, second, other, scope: null);

        var stolen = refreshed["refresh_token"] ?? other.Tokens?["refresh_token"] ?? "";
        ErrorChecks.Token(
            run, await run.TokenAsync(first, ("grant_type", "refresh_token"), ("refresh_token", stolen)), "invalid_grant");
    }

    private static async Task KeyRotationAsync(ModuleRun run)
    {
        var path = "/" + Letters.Random(10);
        var (old, next) = (new RpKey(Letters.Random(10)), new RpKey(Letters.Random(10)));
        run.Site.Publish(path, "application/json", old.ToJwks().ToJsonString());
        await run.LoadProviderAsync();
        var client = await run.RegisterAsync(
            c =>
            {
                AllowRefresh(c);
                c.Remove("jwks");
                c["jwks_uri"] = run.Site.Address + path;
            },
            old);
        var flow = await run.FlowAsync(client, RefreshChecks.Asking);
        run.Found.Require("refresh token", flow.Tokens?["refresh_token"] is not null, "was not issued");

        run.Site.Publish(path, "application/json", next.ToJwks().ToJsonString());
        await run.PauseAsync(31); // the suite waits 60; a client's keys are fetched again after 30 at the earliest
        await RefreshChecks.RefreshAsync(run, client with { Key = next }, flow, scope: null);
        run.Found.Check("jwks_uri", run.Site.Calls(path).Count >= 2, "the new key was not fetched");
    }

    private static async Task IssuerAsAudienceAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        run.AssertionAudience = run.Provider.Issuer;
        await run.FlowAsync(client);
    }

    internal static void AllowRefresh(JsonObject client) => client["grant_types"]!.AsArray().Add("refresh_token"); // it has some
}
