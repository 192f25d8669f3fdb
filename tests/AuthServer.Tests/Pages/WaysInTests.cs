using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>
/// Every page of the ways in, in a real browser: before axe, narrow and wide, light and dark, in German, in forced colours.
/// Pictures of them land in artifacts/tests/pages.
/// </summary>
public sealed class WaysInTests(PeopleServer server) : IClassFixture<PeopleServer>
{
    [Theory]
    [InlineData("light-320", ColorScheme.Light, 320, "en-GB", ForcedColors.None)]
    [InlineData("dark-1000", ColorScheme.Dark, 1000, "fr-FR", ForcedColors.None)]
    [InlineData("german-320", ColorScheme.Dark, 320, "de-DE", ForcedColors.None)]
    [InlineData("forced-600", ColorScheme.Light, 600, "es-ES", ForcedColors.Active)]
    public async Task Every_page_on_the_way_in_can_be_used_by_everybody(
        string name, ColorScheme scheme, int width, string locale, ForcedColors forced)
    {
        await using var person = await Chromium.NewPersonAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 700 },
            Locale = locale,
            ForcedColors = forced,
        });
        var page = await person.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        var address = PeopleServer.NewAddress();
        var shots = 0;
        Task Judge() => JudgeAsync(page, $"{name}-{++shots:00}");

        await page.WatchedAsync(async () =>
        {
            await page.GotoAsync(server.Issuer + Person.AuthorizeUrl("web", ("ui_locales", locale)));
            await Judge();
            await page.ClickAsync("main a[href*='/account/register']");
            await Judge();
            await page.ClickAsync("nav.kinds a:last-child");
            await Judge();
            await page.EvaluateAsync("document.forms[0].noValidate = true");
            await page.FillAsync("[name=email]", "nora");
            await page.ClickAsync("button.primary");
            await page.WaitForSelectorAsync("[aria-invalid=true]");
            await Judge();
            await page.ClickAsync("nav.kinds a:first-child");
            await FillAsync(page, address);
            await page.ClickAsync("button.primary");
            await page.ArriveAsync("*/account/verify*");
            await Judge();
            await page.FillAsync("#code", "000000");
            await page.ClickAsync("button.primary");
            await page.WaitForSelectorAsync("#code-wrong");
            await Judge();
            await page.GotoAsync((await server.Mail.NextAsync(address)).Link.ToString());
            await Judge();
            await page.GotoAsync(server.Issuer + "/account/verify?done=verified");
            await Judge();
            foreach (var path in (string[])["forgot-password", "unlock", "login/code"])
            {
                await page.GotoAsync($"{server.Issuer}/account/{path}");
                await Judge();
                await page.FillAsync("[name=Email]", address);
                await page.ClickAsync("button.primary");
                await page.WaitForSelectorAsync("#code");
                await Judge();
            }

            await page.GotoAsync((await server.Mail.NextAsync(address, l => l.Text.Contains("reset-password", StringComparison.Ordinal))).Link.ToString());
            await Judge();
            await page.GotoAsync(server.Issuer + "/account/unlock?token=unknown");
            await Judge();
            await LockAsync(page, address);
            await Judge();
        });
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Registering_works_by_keyboard_alone()
    {
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        var address = PeopleServer.NewAddress();
        await page.GotoAsync(server.Issuer + "/account/register");
        await Assertions.Expect(page.Locator("[name=full_name]")).ToBeFocusedAsync(new() { Timeout = 60_000 });
        foreach (var text in (string[])["Nora Example", address, "", StandardServer.Password])
        {
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.FocusAsync("#f-password");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("*/account/verify*");
        // A busy browser focuses with its first picture, which may come after it has loaded.
        await Assertions.Expect(page.Locator("#code")).ToBeFocusedAsync(new() { Timeout = 60_000 });
        await page.Keyboard.TypeAsync((await server.Mail.NextAsync(address)).Code);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync(server.Issuer + "/account");
    }

    private static async Task FillAsync(IPage page, string address)
    {
        await page.FillAsync("[name=full_name]", "Nora Example");
        await page.FillAsync("[name=email]", address);
        await page.FillAsync("[name=password]", StandardServer.Password);
    }

    private async Task LockAsync(IPage page, string address)
    {
        await page.GotoAsync(server.Issuer + "/account/login");
        for (var i = 0; i < 4; i++)
        {
            await page.FillAsync("#email", address);
            await page.FillAsync("#password", $"wrong-{i}");
            await page.ClickAsync("button.primary");
            await page.WaitForSelectorAsync("#problem");
        }

        await page.WaitForSelectorAsync("button[formaction*=unlock]");
    }

    /// <summary>For people to look at; a browser that is too busy to paint fails nothing.</summary>
    private static async Task LookAsync(IPage page, string picture)
    {
        try
        {
            await page.ScreenshotAsync(new() { Path = picture, FullPage = true });
        }
        catch (PlaywrightException)
        {
            // The judgement below does not need it.
        }
    }

    private static async Task JudgeAsync(IPage page, string picture)
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "tests", "pages")).FullName;
        await LookAsync(page, Path.Combine(folder, picture + ".png"));
        Assert.Empty(await page.ComplaintsAsync());
    }
}
