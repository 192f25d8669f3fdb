using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>OIDC Session Management 1.0: an app's page asks our frame whether the person is still the same.</summary>
public sealed class CheckSessionTests(StandardServer server) : IClassFixture<StandardServer>
{
    // Asks the frame, and waits for what it says and who says it.
    private const string Ask =
        """
        ([frame, text]) => new Promise(resolve => {
          addEventListener('message', e => resolve(e.data + ' from ' + e.origin), { once: true });
          const show = document.createElement('iframe');
          show.src = frame;
          show.addEventListener('load', () => show.contentWindow.postMessage(text, new URL(frame).origin));
          document.body.append(show);
        })
        """;

    [Fact]
    [Spec("OIDC Session Management", "3.1")]
    public async Task LGO_19_frame_says_unchanged_until_somebody_signs_out_and_only_to_the_apps_own_origin()
    {
        await using var apps = await RelyingParty.StartAsync();
        await using var others = await RelyingParty.StartAsync();
        var client = await server.NewClientAsync("trusted", new JsonObject { ["redirect_uris"] = new JsonArray(apps.Address + "/cb") });
        var ada = await server.NewUserAsync();
        await using var browser = await Chromium.NewPersonAsync();
        var page = await browser.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            var first = await SignInAsync(page, apps, client, ada);
            Assert.Equal("unchanged", await AskAsync(page, $"{client} {first}"));
            Assert.Equal("changed", await AskAsync(page, $"another-client {first}"));
            Assert.Equal("error", await AskAsync(page, $"{client} nonsense"));
            Assert.Equal("error", await AskAsync(page, ""));

            await page.GotoAsync(others.Address + "/");
            Assert.Equal("changed", await AskAsync(page, $"{client} {first}"));

            // Neither pages nor another answer change it.
            await page.GotoAsync(server.Issuer + "/account");
            await page.GotoAsync(server.Issuer + Person.AuthorizeUrl(client, ("redirect_uri", apps.Address + "/cb"), ("prompt", "none")));
            Assert.Equal("unchanged", await AskAsync(page, $"{client} {first}"));

            await page.GotoAsync(server.Issuer + "/account/logout");
            await page.ClickAsync("button.primary");
            await page.WaitForSelectorAsync("text=signed out");
            await page.GotoAsync(apps.Address + "/");
            Assert.Equal("changed", await AskAsync(page, $"{client} {first}"));

            var second = await SignInAsync(page, apps, client, ada);
            Assert.Equal("changed", await AskAsync(page, $"{client} {first}"));
            Assert.Equal("unchanged", await AskAsync(page, $"{client} {second}"));
        });
    }

    [Fact]
    public async Task LGO_19_frame_alone_may_be_framed_and_every_answer_carries_a_state_of_its_own()
    {
        using var ada = await Person.NewAsync(server);
        var frame = await ada.Browser.GetAsync("/connect/checksession");
        Assert.Contains("frame-ancestors *;", frame.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", frame.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Null(frame.Header("X-Frame-Options"));
        Assert.Contains("frame-ancestors 'none'", (await ada.Browser.GetAsync("/account/login")).Header("Content-Security-Policy"), StringComparison.Ordinal);

        var states = new List<string>();
        foreach (var changes in new (string, string?)[][] { [], [], [("scope", "openid nonsense")] })
        {
            var reply = await ada.WalkAsync(Person.AuthorizeUrl("trusted", changes));
            Assert.DoesNotContain(' ', reply.Query["session_state"]);
            states.Add(reply.Query["session_state"]);
        }

        Assert.Equal(3, states.Distinct().Count());
        var refused = await server.NewBrowser().GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")));
        Assert.Equal("login_required", refused.Query["error"]);
        Assert.NotEmpty(refused.Query["session_state"]);
    }

    private async Task<string> SignInAsync(IPage page, RelyingParty apps, string client, string email)
    {
        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl(client, ("redirect_uri", apps.Address + "/cb")));
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", StandardServer.Password);
        await page.ClickAsync("button.primary");
        await page.ArriveAsync(apps.Address + "/cb*");
        return System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)["session_state"]!;
    }

    private async Task<string> AskAsync(IPage page, string text)
    {
        var said = await page.EvaluateAsync<string>(Ask, new[] { server.Issuer + "/connect/checksession", text });
        Assert.EndsWith(" from " + server.Issuer, said, StringComparison.Ordinal);
        return said.Split(' ')[0];
    }
}
