using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Every page in a real browser: before axe (WCAG 2.2 AA), light and dark, wide and narrow, by keyboard, and without a complaint
/// of the policy.</summary>
public sealed class InBrowserTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Theory]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 1000)]
    public async Task Every_page_can_be_used_by_everybody(ColorScheme scheme, int width)
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync(
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 700 }, Locale = "en-GB" });
        var page = await person.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("web", ("login_hint", email)));
        Assert.Empty(await page.ComplaintsAsync());
        await page.FillAsync("#password", "wrong");
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("[role=alert]");
        Assert.Empty(await page.ComplaintsAsync());
        await page.FillAsync("#password", StandardServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("*/account/consent*");
        Assert.Empty(await page.ComplaintsAsync());
        await page.GotoAsync(server.Issuer + "/account");
        Assert.Empty(await page.ComplaintsAsync());
        await page.GotoAsync(server.Issuer + "/account/logout");
        Assert.Empty(await page.ComplaintsAsync());
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("text=signed out");
        Assert.Empty(await page.ComplaintsAsync());

        Assert.Empty(complaints);
        await page.GotoAsync(server.Issuer + "/connect/authorize");
        Assert.Empty(await page.ComplaintsAsync());
    }

    [Fact]
    public async Task Sign_in_and_consent_work_by_keyboard_alone()
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("web"));

        await Assertions.Expect(page.Locator("#email")).ToBeFocusedAsync(new() { Timeout = 60_000 });
        await page.Keyboard.TypeAsync(email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(StandardServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("*/account/consent*");
        await page.Locator("button[value=allow]").FocusAsync();
        var request = await page.RunAndWaitForRequestAsync(
            () => page.Keyboard.PressAsync("Space"), r => r.Url.StartsWith(StandardServer.Callback, StringComparison.Ordinal));

        Assert.Contains("code=", request.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_may_send_the_person_on_to_another_host_of_its_own()
    {
        // Chromium holds every redirect after a form against the policy of the page that the form was on.
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/cb", (HttpContext context) => Results.Redirect($"http://localhost:{context.Connection.LocalPort}/home"));
        app.MapGet("/home", () => "home");
        await app.StartAsync();
        var callback = app.Urls.First() + "/cb";
        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("native", ("redirect_uri", callback)));
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", StandardServer.Password);
        await page.ClickAsync("button.primary");

        await page.ClickAsync("button[value=allow]");

        await page.ArriveAsync("http://localhost:*/home");
    }
}
