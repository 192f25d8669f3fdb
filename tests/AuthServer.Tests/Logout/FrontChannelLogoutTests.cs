using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>OIDC Front-Channel Logout 1.0: the browser tells the apps, then goes on.</summary>
public sealed class FrontChannelLogoutTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OIDC Front-Channel Logout", "2")]
    public async Task LGO_12_page_loads_what_was_registered_and_its_policy_admits_no_more()
    {
        using var ada = await Person.NewAsync(server);
        var plain = await server.NewClientAsync("trusted", Front("https://one.example/out?a=1&b=%22%3E%3Cscript%3E", false));
        var told = await server.NewClientAsync("trusted", Front("https://two.example:8443/out", true));
        var unsafeOne = await server.NewClientAsync("trusted", Front("http://three.example/out", true));
        var script = await server.NewClientAsync("trusted", Front("javascript:alert(1)", true));
        foreach (var client in new[] { plain, unsafeOne, script })
            await ada.TokensAsync(client);
        var hint = (await ada.TokensAsync(told))["id_token"]!;
        var sid = new Notice("", "", new Dictionary<string, string> { ["logout_token"] = hint }).Claims.GetProperty("sid").GetString();

        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(EndSessionTests.EndSession(("id_token_hint", hint), ("state", "s&1"))));
        Assert.Equal("/account/logout", page.Url.AbsolutePath);
        Assert.Equal(
            [
                "https://one.example/out?a=1&b=%22%3E%3Cscript%3E",
                $"https://two.example:8443/out?iss={Uri.EscapeDataString(server.Issuer)}&sid={sid}",
            ],
            page.Page.QuerySelectorAll("iframe").Select(f => f.GetAttribute("src")!).Order(StringComparer.Ordinal));
        var sources = page.Header("Content-Security-Policy")!.Split("; ").Single(d => d.StartsWith("frame-src ", StringComparison.Ordinal));
        Assert.Equal(
            ["https://one.example", "https://two.example:8443"], sources.Split(' ').Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal(StandardServer.Bye + "?state=s%261", page.Page.QuerySelector("a[data-continue]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Sign_out_that_no_browser_has_to_tell_goes_straight_back()
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        var bye = await ada.Browser.GetAsync(EndSessionTests.EndSession(("id_token_hint", hint)));
        Assert.Equal(StandardServer.Bye, bye.SentLocation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Spec("OIDC Front-Channel Logout", "2")]
    public async Task Browser_tells_the_apps_and_goes_on_with_or_without_being_asked_first(bool isAsked)
    {
        await using var apps = await RelyingParty.StartAsync();
        var back = apps.Address + "/bye";
        var changes = Front(apps.Address + "/front", true);
        changes["post_logout_redirect_uris"] = new JsonArray(back);
        changes["redirect_uris"] = new JsonArray(apps.Address + "/cb");
        var client = await server.NewClientAsync("trusted", changes);
        await using var browser = await Chromium.NewPersonAsync();
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        await page.WatchedAsync(async () =>
        {
            await page.GotoAsync(server.Issuer + Person.AuthorizeUrl(client, ("redirect_uri", apps.Address + "/cb")));
            await page.FillAsync("#email", await server.NewUserAsync());
            await page.FillAsync("#password", StandardServer.Password);
            await page.ClickAsync("button.primary");
            await page.ArriveAsync(apps.Address + "/cb*");
            var code = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)["code"]!;
            var tokens = await Person.RedeemAsync(server, client, code, apps.Address + "/cb");

            await page.GotoAsync(
                $"{server.Issuer}/connect/endsession?post_logout_redirect_uri={Uri.EscapeDataString(back)}&state=s-1&"
                    + (isAsked ? $"client_id={client}" : "id_token_hint=" + tokens["id_token"]),
                new() { WaitUntil = WaitUntilState.Commit });
            if (isAsked)
                await page.ClickAsync("button.primary");
            await page.ArriveAsync(back + "?state=s-1");
        });
        var load = Assert.Single(apps.Loads, l => l.StartsWith("/front", StringComparison.Ordinal));
        Assert.StartsWith($"/front?iss={Uri.EscapeDataString(server.Issuer)}&sid=", load, StringComparison.Ordinal);
        Assert.DoesNotContain(complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static JsonObject Front(string address, bool withSession) => new()
    {
        ["frontchannel_logout_uri"] = address,
        ["frontchannel_logout_session_required"] = withSession,
    };
}
