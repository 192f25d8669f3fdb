using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>When people are asked again, and when they must not be.</summary>
internal static class PromptModules
{
    public static readonly string[] NobodyHere =
        ["login_required", "interaction_required", "account_selection_required", "consent_required"];

    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-prompt-login", PromptLoginAsync),
        ("oidcc-prompt-none-not-logged-in", NotLoggedInAsync),
        ("oidcc-prompt-none-logged-in", run => WithoutAskingAsync(run, _ => [("prompt", "none")])),
        ("oidcc-id-token-hint", run => WithoutAskingAsync(run, f => [("prompt", "none"), ("id_token_hint", f.IdToken.Text)])),
        ("oidcc-max-age-1", MaxAge1Async),
        ("oidcc-max-age-10000", MaxAge10000Async),
    ];

    private static async Task PromptLoginAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var first = await run.FlowAsync(client);
        await run.PauseAsync(1.05);
        var second = await run.FlowAsync(client, ("prompt", "login"));

        run.Found.Check("sign-in form", run.Driver.SignIns == 2, $"was shown {run.Driver.SignIns} times");
        var (before, after) = (first.IdToken.Seconds("auth_time"), second.IdToken.Seconds("auth_time"));
        run.Found.Check("auth_time", before is null || after is null || after > before, $"{after} after {before}");
    }

    private static async Task NotLoggedInAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var request = run.Request(client, ("prompt", "none"), ("state", Letters.Random(128)));
        ErrorChecks.Redirected(run, request, await run.OpenAsync(request), NobodyHere);
        run.Found.Check("no page", run.Driver.SignIns + run.Driver.Consents == 0, "a form was shown");
    }

    private static async Task WithoutAskingAsync(ModuleRun run, Func<Flow, (string, string?)[]> changes)
    {
        var client = await run.SetUpAsync();
        var first = await run.FlowAsync(client);
        var asked = run.Driver.SignIns + run.Driver.Consents;
        var second = await run.FlowAsync(client, changes(first));
        run.Found.Check("no page", run.Driver.SignIns + run.Driver.Consents == asked, "a form was shown");
        CheckSame(run, first, second, isTimeNeeded: false);
    }

    private static async Task MaxAge1Async(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var first = await run.FlowAsync(client);
        await run.PauseAsync(2.05);
        var second = await run.FlowAsync(client, ("max_age", "1"));

        run.Found.Check("sign-in form", run.Driver.SignIns == 2, $"was shown {run.Driver.SignIns} times");
        var (before, after) = (first.IdToken.Seconds("auth_time"), second.IdToken.Seconds("auth_time"));
        run.Found.Require("auth_time", after is not null, "is absent although max_age was asked");
        run.Found.Check("auth_time", before is null || after > before, $"{after} after {before}");
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - after;
        run.Found.Check("auth_time", age <= 301, $"is {age} seconds old");
    }

    private static async Task MaxAge10000Async(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        var first = await run.FlowAsync(client, ("max_age", "15000"));
        var second = await run.FlowAsync(client, ("max_age", "10000"));
        run.Found.Check("sign-in form", run.Driver.SignIns == 1, $"was shown {run.Driver.SignIns} times");
        CheckSame(run, first, second, isTimeNeeded: true);
    }

    private static void CheckSame(ModuleRun run, Flow first, Flow second, bool isTimeNeeded)
    {
        var (before, after) = (first.IdToken["auth_time"], second.IdToken["auth_time"]);
        run.Found.Check("auth_time", !isTimeNeeded || (before is not null && after is not null), "is absent although max_age was asked");
        run.Found.Check("auth_time", before is null || after is null || before == after, $"{after} after {before}");
        run.Found.Check("sub", first.IdToken["sub"] == second.IdToken["sub"], $"{second.IdToken["sub"]} after {first.IdToken["sub"]}");
    }
}
