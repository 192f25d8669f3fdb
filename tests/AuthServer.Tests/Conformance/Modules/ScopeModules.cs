using System.Text.Json;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>Claims by scope, and by the parameter <c>claims</c>.</summary>
internal static class ScopeModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-scope-profile", run => ScopeAsync(run, "openid profile")),
        ("oidcc-scope-email", run => ScopeAsync(run, "openid email")),
        ("oidcc-scope-address", run => ScopeAsync(run, "openid address")),
        ("oidcc-scope-phone", run => ScopeAsync(run, "openid phone")),
        ("oidcc-scope-all", run => ScopeAsync(run, "openid email phone address profile")),
        ("oidcc-alternate-happy-flow", run => ScopeAsync(run, "email openid", isReversed: true)),
        ("oidcc-claims-essential", ClaimsEssentialAsync),
    ];

    private static async Task ScopeAsync(ModuleRun run, string scope, bool isReversed = false)
    {
        var client = await run.SetUpAsync();
        var missing = scope.Split(' ').Except(run.Provider.List("scopes_supported")).ToList();
        run.Found.Check("scopes_supported", missing.Count == 0, $"lacks {string.Join(' ', missing)}"); // the suite would skip

        var request = run.Request(client, ("scope", scope));
        var flow = await run.GoOnAsync(AnswerChecks.Success(run, client, request, await run.OpenAsync(request, isReversed)));
        var claims = await ClaimsAsync(run, flow);
        ClaimChecks.Scopes(run, claims, scope);
        if (scope.Split(' ').Contains("profile"))
            return;
        run.Found.Warn("name", !claims.TryGetProperty("name", out _), "was not asked for");
        if (run.Variant.HasAccessToken)
            CheckIdTokens(run, flow, "name", "email");
    }

    private static async Task ClaimsEssentialAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var place = run.Variant.HasAccessToken ? "userinfo" : "id_token";
        var flow = await run.FlowAsync(client, ("claims", $"{{\"{place}\":{{\"name\":{{\"essential\":true}}}}}}"));
        var claims = await ClaimsAsync(run, flow);
        run.Found.Warn("name", claims.TryGetProperty("name", out _), $"is not in {place}");
        if (run.Variant.HasAccessToken)
            CheckIdTokens(run, flow, "name");
    }

    /// <summary>What the person's claims are read from: userinfo, or the ID token where there is no access token (OIDC Core §5.4).</summary>
    private static async Task<JsonElement> ClaimsAsync(ModuleRun run, Flow flow)
    {
        if (flow.AccessToken is null)
            return flow.IdToken.Claims;
        var reply = await UserInfoChecks.GetAsync(run, flow.AccessToken);
        UserInfoChecks.Full(run, flow, reply);
        return reply.Json;
    }

    private static void CheckIdTokens(ModuleRun run, Flow flow, params string[] absent)
    {
        foreach (var token in flow.IdTokens)
        {
            foreach (var claim in absent)
                run.Found.Warn(claim, token[claim] is null, "is in the ID token, where it was not asked for");
        }
    }
}
