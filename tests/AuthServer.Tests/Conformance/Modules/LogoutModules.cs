using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>RP-Initiated Logout.</summary>
internal static class LogoutModules
{
    private const string Registered = "https://rp.example/post_logout_redirect";

    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-rp-initiated-logout", run => RedirectedAsync(run, LogoutState())),
        ("oidcc-rp-initiated-logout-no-state", run => RedirectedAsync(run, null)),
        ("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
            run => StaysAsync(run, (f, _) => [Hint(f), ("post_logout_redirect_uri", "https://rp.example/bad_post_logout_redirect_uri"), State()])),
        ("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri",
            run => StaysAsync(run, (f, _) => [Hint(f), ("post_logout_redirect_uri", Registered + "?foo=bar"), State()])),
        ("oidcc-rp-initiated-logout-modified-id-token-hint",
            run => StaysAsync(run, (f, _) => [("id_token_hint", Unsigned(f.IdToken)), ("post_logout_redirect_uri", Registered), State()])),
        ("oidcc-rp-initiated-logout-bad-id-token-hint",
            run => StaysAsync(run, (f, c) => [("id_token_hint", Foreign(run, c)), ("post_logout_redirect_uri", Registered), State()])),
        ("oidcc-rp-initiated-logout-no-id-token-hint",
            run => StaysAsync(run, (_, _) => [("post_logout_redirect_uri", Registered), State()])),
        ("oidcc-rp-initiated-logout-no-params", run => SignedOutAsync(run, _ => [])),
        ("oidcc-rp-initiated-logout-no-post-logout-redirect-uri", run => SignedOutAsync(run, f => [Hint(f), State()])),
        ("oidcc-rp-initiated-logout-only-state", run => SignedOutAsync(run, _ => [State()])),
    ];

    private static async Task RedirectedAsync(ModuleRun run, string? state)
    {
        var (client, flow) = await SignInAsync(run);
        (string, string)[] members = [Hint(flow), ("post_logout_redirect_uri", Registered)];
        var visit = await SignOutAsync(run, state is null ? members : [.. members, ("state", state)]);
        LogoutChecks.Returned(run, visit.Delivery, Registered, state);
        await LogoutChecks.SignedOutAsync(run, client);
    }

    /// <summary>An error or a question; nothing comes back to the client, also when the question is answered.</summary>
    private static async Task StaysAsync(ModuleRun run, Func<Flow, RpClient, (string, string)[]> members)
    {
        var (client, flow) = await SignInAsync(run);
        var visit = await SignOutAsync(run, members(flow, client));
        run.Found.Check("no redirect", run.Driver.Deliveries.Count == 1, $"the client got {visit.Delivery}");
        ErrorChecks.OnServer(run, visit);
    }

    private static async Task SignedOutAsync(ModuleRun run, Func<Flow, (string, string)[]> members)
    {
        var (client, flow) = await SignInAsync(run);
        var visit = await SignOutAsync(run, members(flow));
        run.Found.Check("no redirect", run.Driver.Deliveries.Count == 1, $"the client got {visit.Delivery}");
        ErrorChecks.OnServer(run, visit);
        await LogoutChecks.SignedOutAsync(run, client);
    }

    private static async Task<(RpClient Client, Flow Flow)> SignInAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(c => c["post_logout_redirect_uris"] = new JsonArray(Registered));
        return (client, await run.FlowAsync(client, ("state", Letters.Random(128))));
    }

    internal static Task<Visit> SignOutAsync(ModuleRun run, params (string Name, string Value)[] members)
    {
        run.Found.Require("discovery", run.Provider["end_session_endpoint"] is not null, "end_session_endpoint is absent");
        return run.Driver.OpenAsync(run.Provider["end_session_endpoint"] + "?" + string.Join(
            '&', members.Select(m => $"{m.Name}={Uri.EscapeDataString(m.Value)}")));
    }

    internal static (string Name, string Value) Hint(Flow flow) => ("id_token_hint", flow.IdToken.Text);

    private static (string Name, string Value) State() => ("state", LogoutState());

    /// <summary>Sixty letters and thirty marks that have to be encoded and decoded exactly.</summary>
    internal static string LogoutState() =>
        Letters.Random(60) + RandomNumberGenerator.GetString("!\"#$%&'()*,-./:<=>?@[\\]^_`{|}~", 30);

    private static string Unsigned(Jwt token) =>
        $"{RpKey.Encode(new JsonObject { ["alg"] = "none" })}.{token.Text.Split('.')[1]}.";

    private static string Foreign(ModuleRun run, RpClient client)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return client.Key.Sign(new JsonObject
        {
            ["iss"] = client.Id,
            ["aud"] = run.Provider.Issuer,
            ["sub"] = "SubjectID",
            ["iat"] = now,
            ["exp"] = now + 300,
        });
    }
}
