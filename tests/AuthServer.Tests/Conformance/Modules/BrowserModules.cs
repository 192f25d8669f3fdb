using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;
using Microsoft.Playwright;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>What only a browser with frames and script can show.</summary>
internal static class BrowserModules
{
    /// <summary>The browser loads the client's frame with iss and sid, and comes back.</summary>
    public static async Task FrontChannelAsync(ModuleRun run)
    {
        var path = "/frontchannel/" + Letters.Random(10);
        var (client, back) = await SetUpAsync(run, c =>
        {
            c["frontchannel_logout_uri"] = run.Site.PlainAddress + path;
            c["frontchannel_logout_session_required"] = true;
        });
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            var flow = await SignInAsync(run, page, client);
            var state = LogoutModules.LogoutState();
            await SignOutAsync(run, page, flow, back, state);

            CheckReturn(run, page, back, state);
            var calls = run.Site.Calls(path);
            run.Found.Require("front channel", calls.Count == 1, $"{calls.Count} calls");
            run.Found.Check("front channel", calls[0].Query.GetValueOrDefault("iss") == run.Provider.Issuer, string.Join(' ', calls[0].Query));
            run.Found.Check("front channel", flow.IdToken["sid"] is { } sid && calls[0].Query.GetValueOrDefault("sid") == sid, "sid");
            run.Found.Warn("front channel", calls[0].Query.Count == 2, string.Join(' ', calls[0].Query));
            await CheckSignedOutAsync(run, page, client);
        });
    }

    /// <summary>The server's frame says unchanged while the person is signed in, and changed after.</summary>
    public static async Task SessionAsync(ModuleRun run)
    {
        var (client, back) = await SetUpAsync(run, _ => { });
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            var flow = await SignInAsync(run, page, client);
            var sessionState = flow.Answer.Members.GetValueOrDefault("session_state");
            run.Found.Require("session_state", sessionState is { Length: > 0 }, "is absent");
            var said = await AskAsync(run, page, client, sessionState);
            run.Found.Check("session iframe", said == "unchanged", $"said {said}");

            var state = LogoutModules.LogoutState();
            await SignOutAsync(run, page, flow, back, state);
            CheckReturn(run, page, back, state);
            said = await AskAsync(run, page, client, sessionState);
            run.Found.Check("session iframe", said == "changed", $"said {said} after the logout");
        });
    }

    private static async Task<(RpClient Client, string Back)> SetUpAsync(ModuleRun run, Action<JsonObject> changes)
    {
        var back = run.Site.PlainAddress + "/post_logout_redirect";
        run.Site.Publish("/post_logout_redirect", "text/html", "<p>back</p>");
        var client = await run.SetUpAsync(c =>
        {
            c["redirect_uris"] = new JsonArray(run.Site.PlainAddress + "/callback");
            c["post_logout_redirect_uris"] = new JsonArray(back);
            changes(c);
        });
        return (client, back);
    }

    private static async Task<Flow> SignInAsync(ModuleRun run, IPage page, RpClient client)
    {
        var request = run.Request(client, ("state", Letters.Random(128)));
        await page.GotoAsync($"{run.Provider["authorization_endpoint"]}?{request.ToQuery()}");
        await page.FillAsync("#email", ConformanceServer.Email);
        await page.FillAsync("#password", ConformanceServer.Password);
        await page.ClickAsync("button.primary");
        await page.ClickAsync("button[value=allow]");
        await page.ArriveAsync(client.RedirectUri + "*");

        var target = new Uri(page.Url);
        var query = System.Web.HttpUtility.ParseQueryString(target.Query);
        var members = query.AllKeys.OfType<string>().ToDictionary(k => k, k => query[k] ?? "");
        var delivery = new Delivery(target, members, new Dictionary<string, string>(), null);
        return await run.GoOnAsync(AnswerChecks.Success(run, client, request, new Visit(await run.Channel.GetAsync("/health/live"), delivery)));
    }

    private static async Task SignOutAsync(ModuleRun run, IPage page, Flow flow, string back, string state)
    {
        var (name, hint) = LogoutModules.Hint(flow);
        await page.GotoAsync(
            $"{run.Provider["end_session_endpoint"]}?{name}={hint}&post_logout_redirect_uri={Uri.EscapeDataString(back)}&state={Uri.EscapeDataString(state)}");
        await page.ArriveAsync(back + "*");
    }

    private static void CheckReturn(ModuleRun run, IPage page, string back, string state)
    {
        var target = new Uri(page.Url);
        var query = System.Web.HttpUtility.ParseQueryString(target.Query);
        var members = query.AllKeys.OfType<string>().ToDictionary(k => k, k => query[k] ?? "");
        LogoutChecks.Returned(run, new Delivery(target, members, new Dictionary<string, string>(), null), back, state);
    }

    private static async Task CheckSignedOutAsync(ModuleRun run, IPage page, RpClient client)
    {
        var request = run.Request(client, ("prompt", "none"));
        await page.GotoAsync($"{run.Provider["authorization_endpoint"]}?{request.ToQuery()}");
        var error = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)["error"];
        run.Found.Check("LO", PromptModules.NobodyHere.Contains(error), $"{page.Url}");
    }

    /// <summary>Asks from a page of the client, as OIDC Session Management §3.1 has it.</summary>
    private static async Task<string> AskAsync(ModuleRun run, IPage page, RpClient client, string sessionState)
    {
        var frame = run.Provider["check_session_iframe"];
        run.Found.Require("session iframe", frame is not null, "check_session_iframe is absent");
        await page.GotoAsync(run.Site.PlainAddress + "/page");
        return await page.EvaluateAsync<string>(
            """
            ([frame, origin, message]) => new Promise(resolve => {
              const op = document.createElement('iframe');
              addEventListener('message', e => { if (e.origin === origin) resolve(e.data); });
              op.onload = () => op.contentWindow.postMessage(message, origin);
              op.src = frame;
              document.body.append(op);
              setTimeout(() => resolve('nothing'), 5000);
            })
            """,
            new[] { frame, new Uri(run.Provider.Issuer).GetLeftPart(UriPartial.Authority), $"{client.Id} {sessionState}" });
    }
}
