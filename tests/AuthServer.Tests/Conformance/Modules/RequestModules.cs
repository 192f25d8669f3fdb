using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>Parameters of an authorization request that must not hinder it.</summary>
internal static class RequestModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-ensure-request-without-nonce-succeeds-for-code-flow", WithoutNonceAsync),
        ("oidcc-display-page", run => WithAsync(run, "display", "page")),
        ("oidcc-display-popup", run => WithAsync(run, "display", "popup")),
        ("oidcc-ensure-request-with-unknown-parameter-succeeds", run => WithAsync(run, "extra", "foobar")),
        ("oidcc-login-hint", run => WithAsync(run, "login_hint", "buffy@localhost")),
        ("oidcc-ui-locales", run => WithAsync(run, "ui_locales", "se")),
        ("oidcc-claims-locales", run => WithAsync(run, "claims_locales", "se")),
        ("oidcc-ensure-request-with-acr-values-succeeds", AcrValuesAsync),
        ("oidcc-ensure-post-request-succeeds", PostAsync),
        ("oidcc-ensure-request-with-valid-pkce-succeeds", PkceAsync),
    ];

    private static async Task WithAsync(ModuleRun run, string name, string value) =>
        await run.FlowAsync(await run.SetUpAsync(), (name, value));

    private static async Task WithoutNonceAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var request = run.Request(client, ("nonce", null));
        AnswerChecks.Success(run, client, request, await run.OpenAsync(request));
    }

    private static async Task AcrValuesAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var offered = run.Provider.List("acr_values_supported");
        IReadOnlyList<string> values = offered.Count > 0 ? offered : ["1", "2"];
        var flow = await run.FlowAsync(client, ("acr_values", string.Join(' ', values)));
        run.Found.Warn("acr", values.Contains(flow.IdToken["acr"]), $"{flow.IdToken["acr"]} is none of {string.Join(' ', values)}");
    }

    private static async Task PostAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var request = run.Request(client);
        var visit = await run.Driver.PostAsync(run.Provider["authorization_endpoint"] ?? "", request.Members);
        await run.GoOnAsync(AnswerChecks.Success(run, client, request, visit));
    }

    private static async Task PkceAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var verifier = Letters.Random(128);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var request = run.Request(client, ("code_challenge", challenge), ("code_challenge_method", "S256"));
        request.Verifier = verifier;
        await run.FlowAsync(client, request);
    }
}
