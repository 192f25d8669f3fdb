using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>The administrators' pages in a real browser: before axe (WCAG 2.2 AA), wide and narrow, light and dark, in long words.</summary>
public sealed class DeskInBrowserTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Theory]
    [InlineData(ColorScheme.Light, 320, "de-DE")]
    [InlineData(ColorScheme.Dark, 1280, "en-GB")]
    public async Task Every_page_can_be_used_by_everybody(ColorScheme scheme, int width, string locale)
    {
        await using var person = await Chromium.NewPersonAsync(
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, Locale = locale });
        var page = await SignInAsync(person);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        string[] kinds = ["/admin/clients/new?kind=web", "/admin/clients/client?id=web", "/admin/users/" + await server.IdOfAsync("template@example.org")];
        foreach (var address in DeskPages.Lists.Concat(kinds))
        {
            await page.GotoAsync(server.Issuer + address);
            complaints.AddRange(await page.ComplaintsAsync());
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Person_is_locked_after_a_question_by_keyboard_alone()
    {
        var email = await server.NewUserAsync();
        await using var person = await Chromium.NewPersonAsync();
        var page = await SignInAsync(person);
        await page.GotoAsync($"{server.Issuer}/admin/users/{await server.IdOfAsync(email)}");
        await page.WatchedAsync(async () =>
        {
            await page.Locator("button.danger[popovertarget=ask-lock]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("#ask-lock input[name=reason]").WaitForAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("#ask-lock").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1 AND disabled_at IS NOT NULL", email));

            await page.Keyboard.PressAsync("Enter");
            await page.Locator("#ask-lock input[name=reason]").FillAsync("A laptop was lost.");
            await page.Keyboard.PressAsync("Enter");
            await page.ArriveAsync("*?done=locked");
        });
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1 AND disabled_at IS NOT NULL", email));
    }

    private async Task<IPage> SignInAsync(IBrowserContext person)
    {
        var email = await server.NewUserAsync("admin");
        var page = await person.NewPageAsync();
        await page.GotoAsync(server.Issuer + "/admin");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", StandardServer.Password);
        await page.ClickAsync("button.primary");
        await page.ArriveAsync("*/admin");
        return page;
    }
}
