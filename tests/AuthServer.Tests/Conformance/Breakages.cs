using System.Text.Json;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance;

/// <summary>
/// What shows that the checks can fail: good answers of the server, judged by a client that should have got others.
/// </summary>
internal static class Breakages
{
    /// <summary>By the id of the check that has to notice.</summary>
    public static IReadOnlyDictionary<string, Func<ModuleRun, Task>> All { get; } = new Dictionary<string, Func<ModuleRun, Task>>
    {
        ["AOK-6"] = run => FlowAsync(run, request => request.ExpectedState += "x"),
        ["IDT-7"] = run => FlowAsync(run, request => request.ExpectedNonce += "x"),
        ["AERR-4"] = run => VisitAsync(run, (request, visit) => ErrorChecks.Redirected(run, request, visit, ["login_required"])),
        ["error page"] = run => VisitAsync(run, (_, visit) => ErrorChecks.Page(run, visit)),
        ["TERR-1"] = TokenAnswerAsync,
        ["IDT-9"] = SignatureAsync,
        ["UF-3"] = run => ClaimsAsync(run, """{ "sub": "somebody else" }"""),
        ["UF-2"] = run => ClaimsAsync(run, """{ "sub": "me", "email_verified": "true" }"""),
        ["SCOPE"] = ScopeAsync,
        ["CFG-5"] = PrivateKeyAsync,
    };

    private static async Task FlowAsync(ModuleRun run, Action<AuthRequest> expecting)
    {
        var client = await run.SetUpAsync();
        var request = run.Request(client);
        expecting(request);
        await run.FlowAsync(client, request);
    }

    private static async Task VisitAsync(ModuleRun run, Action<AuthRequest, Visit> judge)
    {
        var request = run.Request(await run.SetUpAsync());
        judge(request, await run.OpenAsync(request));
    }

    private static async Task TokenAnswerAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        ErrorChecks.Token(run, flow.Tokens ?? throw new InvalidOperationException("no tokens"), "invalid_grant");
    }

    /// <summary>One bit of the signature is another.</summary>
    private static async Task SignatureAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        var text = flow.IdToken.Text.ToCharArray();
        var at = text.Length - 20;
        text[at] = text[at] == 'A' ? 'B' : 'A';
        var forged = Jwt.Parse(new string(text)) ?? throw new InvalidOperationException("does not parse");
        IdTokenChecks.Check(run, flow.Answer, forged, flow.Answer.Code, flow.AccessToken, isFront: false);
    }

    private static async Task ClaimsAsync(ModuleRun run, string claims)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        UserInfoChecks.Claims(run, flow, JsonDocument.Parse(claims).RootElement);
    }

    private static Task ScopeAsync(ModuleRun run)
    {
        ClaimChecks.Scopes(run, JsonDocument.Parse("""{ "sub": "me", "email": "me@example.org" }""").RootElement, "openid email");
        return Task.CompletedTask;
    }

    private static Task PrivateKeyAsync(ModuleRun run)
    {
        var keys = new KeySet(JsonDocument.Parse("""{ "keys": [{ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA", "kid": "1" }] }""").RootElement);
        KeySetChecks.Check(run.Found, keys);
        return Task.CompletedTask;
    }
}
