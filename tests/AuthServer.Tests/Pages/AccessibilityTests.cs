using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Every page before axe (WCAG 2.2 AA), in a real browser: light and dark, wide and narrow, without a complaint of the policy.</summary>
public sealed class AccessibilityTests(StandardServer server) : IClassFixture<StandardServer>
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData(ColorScheme.Light, 1000)]
    [InlineData(ColorScheme.Dark, 1000)]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task Every_page_can_be_used_by_everybody(ColorScheme scheme, int width)
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync(
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 700 }, Locale = "en-GB" });
        var page = await person.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("web", ("login_hint", email)));
        await JudgeAsync(page);
        await page.FillAsync("#password", "wrong");
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("[role=alert]");
        await JudgeAsync(page);
        await page.FillAsync("#password", StandardServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/account/consent*");
        await JudgeAsync(page);
        await page.GotoAsync(server.Issuer + "/account");
        await JudgeAsync(page);
        await page.GotoAsync(server.Issuer + "/account/logout");
        await JudgeAsync(page);
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("text=signed out");
        await JudgeAsync(page);

        Assert.Empty(complaints);
        await page.GotoAsync(server.Issuer + "/connect/authorize");
        await JudgeAsync(page);
    }

    [Fact]
    public async Task Sign_in_and_consent_work_by_keyboard_alone()
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("web"));

        await page.Keyboard.TypeAsync(email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(StandardServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/account/consent*");
        await page.Locator("button[value=allow]").FocusAsync();
        var request = await page.RunAndWaitForRequestAsync(
            () => page.Keyboard.PressAsync("Space"), r => r.Url.StartsWith(StandardServer.Callback, StringComparison.Ordinal));

        Assert.Contains("code=", request.Url, StringComparison.Ordinal);
    }

    private static async Task JudgeAsync(IPage page)
    {
        var result = await page.RunAxe(Rules);
        Assert.True(
            result.Violations.Length == 0,
            page.Url + ": " + string.Join("; ", result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id} {n.Html}"))));
        Assert.False(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            page.Url + " scrolls sideways");
    }
}
