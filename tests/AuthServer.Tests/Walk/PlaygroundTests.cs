using System.Net;
using AuthServer.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Tests.Walk;

/// <summary>The playground, as a developer walks it.</summary>
public sealed class PlaygroundTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task Every_step_of_the_code_flow_shows_what_went_over_the_wire()
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.WatchedAsync(async () =>
        {
            await page.GotoAsync($"{server.Issuer}/dev/playground");
            await PressAsync(page, "Make the request");
            await Expect(page.Locator("pre")).ToContainTextAsync("code_challenge_method=S256");
            await page.GetByRole(AriaRole.Link, new() { Name = "Go and sign in" }).ClickAsync();
            await page.ArriveAsync("*/account/login?*"); // and for its script
            await page.Locator("input[type=email]").FillAsync(email);
            await page.Locator("input[type=password]").FillAsync(StandardServer.Password);
            await PressAsync(page, "Sign in");
            await PressAsync(page, "Allow");

            await Expect(page.Locator(".pill.good")).ToHaveTextAsync("state is the one that was sent");
            await PressAsync(page, "Trade the code for tokens");
            await Expect(page.GetByLabel("Request", new() { Exact = true })).ToContainTextAsync("code_verifier=");
            await Expect(page.GetByLabel("ID token")).ToContainTextAsync("\"nonce\"");
            await PressAsync(page, "Refresh");
            await Expect(page.GetByLabel("Request", new() { Exact = true })).ToContainTextAsync("grant_type=refresh_token");
            await PressAsync(page, "Ask who it is");
            await Expect(page.GetByLabel("Response", new() { Exact = true })).ToContainTextAsync(email);
            await PressAsync(page, "Revoke");
            await PressAsync(page, "Ask who it is");
            await Expect(page.GetByLabel("Response", new() { Exact = true })).ToContainTextAsync("401");
            await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make the request" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_server_that_is_not_for_developing_has_no_playground()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(
            database.ConnectionString,
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"), ("AllowInsecureIssuer", "true"),
                ("Keys:EncryptionSecret", "a-secret-of-tests-0123456789-abcdefghij"),
            ]);
        using var browser = new Browser(node.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/dev/playground")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/login")).Status);
    }

    private static Task PressAsync(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
