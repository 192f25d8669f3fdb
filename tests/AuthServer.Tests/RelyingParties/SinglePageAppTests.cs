using AuthServer.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Tests.RelyingParties;

/// <summary>A public client in a real browser, on oidc-client-ts: tokens and claims come over CORS.</summary>
[Collection(RelyingPartyCollection.Name)]
public sealed class SinglePageAppTests(RelyingPartyServer server)
{
    private string Home => $"http://localhost:{server.SinglePagePort}/";

    [Fact]
    [Spec("RFC 7636", "4")]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task Person_signs_in_the_page_renews_and_signs_out()
    {
        await using var app = await OpenAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            var email = await server.NewUserAsync();
            await page.GotoAsync(Home);
            await SignInAsync(page, email);
            await Expect(page.Locator("#last")).ToHaveTextAsync("loaded: signed in");
            await Expect(page.Locator("#name")).ToHaveTextAsync("Ada Example");
            await Expect(page.Locator("#email")).ToHaveTextAsync(email);

            // Silently, by refresh token; and the next one is another.
            await page.ClickAsync("#renew");
            await Expect(page.Locator("#last")).ToHaveTextAsync("renewed: true true");

            await page.ClickAsync("#out");
            await Expect(page.Locator("#last")).ToHaveTextAsync("loaded: signed out");
            await Expect(page.Locator("#name")).ToHaveTextAsync("nobody");
            await page.ClickAsync("#in");
            await page.ArriveAsync("*/account/login?*");
        });
    }

    [Fact]
    [Spec("OIDC Session Management", "3")]
    public async Task Page_that_watches_the_session_sees_that_the_person_has_left()
    {
        await using var app = await OpenAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            await page.GotoAsync(Home + "?watch");
            await SignInAsync(page, await server.NewUserAsync());
            await Expect(page.Locator("#last")).ToHaveTextAsync("loaded: signed in");

            var elsewhere = await person.NewPageAsync();
            await elsewhere.GotoAsync(server.Issuer + "/account/logout");
            await elsewhere.ClickAsync("button.primary");
            await elsewhere.WaitForSelectorAsync("text=signed out");
            await Expect(page.Locator("#last")).ToHaveTextAsync("signed out elsewhere");
        });
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.ClickAsync("#in");
        await page.ArriveAsync("*/account/login?*");
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", RelyingPartyServer.Password);
        await page.ClickAsync("button.primary");
    }

    private async Task<ChildProcess> OpenAsync()
    {
        var folder = Repository.PathOf("tests", "SinglePageApp");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw SkippedTestException.Missing("Node.js (npm ci in tests/SinglePageApp)");
        return await ChildProcess.OpenAsync(
            folder, ["node", "server.js"], ("ISSUER", server.Issuer), ("CLIENT_ID", "single-page"),
            ("PORT", $"{server.SinglePagePort}"));
    }
}
