using System.Diagnostics;
using AuthServer.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Tests.WebApp;

/// <summary>A person with a real browser, an app and an API on others' libraries, and the server between them.</summary>
public sealed class WebAppTests(WebAppServer server, ITestOutputHelper output) : IClassFixture<WebAppServer>, IAsyncLifetime
{
    private WebShop _shop = null!; // set before each test
    private IBrowserContext _person = null!;
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        _shop = await WebShop.OpenAsync(server.Issuer, server.ShopPort, WebAppServer.ClientSecret);
        _person = await Chromium.NewPersonAsync();
        _page = await _person.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_person is not null)
            await _person.DisposeAsync();
        if (_shop is not null)
            await _shop.DisposeAsync();
    }

    [Fact]
    [Spec("OIDC Core", "3.1")]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public Task Person_signs_in_calls_the_api_refreshes_and_signs_out() => _page.WatchedAsync(async () =>
    {
        await SignInAsync();
        await DecideAsync("allow");
        await Expect(_page.Locator("#name")).ToHaveTextAsync("Ada Example");
        await Expect(_page.Locator("#email")).ToHaveTextAsync(WebAppServer.Email);

        await PressAsync("Show my orders");
        await Expect(_page.Locator("#api-status")).ToHaveTextAsync("200");
        await Expect(_page.Locator("#api-body")).ToContainTextAsync("Walnut desk");

        await PressAsync("Refresh tokens");
        await Expect(_page.Locator("#refreshes")).ToHaveTextAsync("1");
        await PressAsync("Show my orders");
        await Expect(_page.Locator("#api-status")).ToHaveTextAsync("200");

        await PressAsync("Sign out");
        if (new Uri(_page.Url).Authority == new Uri(server.Issuer).Authority)
            await PressAsync("Sign out"); // the server asks, too
        await Expect(_page.GetByRole(AriaRole.Status)).ToHaveTextAsync("You are signed out.");
        await Expect(_page).ToHaveURLAsync(new Uri(_shop.Address, "/bye").ToString());

        // Signed out at the server, too: it asks for the password again.
        await PressAsync("Sign in");
        await Expect(_page.Locator("input[type=password]")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Person_signs_up_confirms_by_the_code_of_the_mail_and_is_signed_in_at_the_app() => _page.WatchedAsync(async () =>
    {
        const string Address = "nora@example.org";
        var watch = Stopwatch.StartNew();
        await _page.GotoAsync(_shop.Address.ToString());
        await PressAsync("Sign in");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await _page.ArriveAsync("*/account/register?*");
        await _page.GetByLabel("Full name").FillAsync("Nora Example");
        await _page.GetByLabel("Email").FillAsync(Address);
        await _page.Locator("input[type=password]").FillAsync(WebAppServer.Password);
        await PressAsync("Create the account");
        await _page.GetByLabel("Code").FillAsync((await new Mailbox(server.Node).NextAsync(Address)).Code);
        await PressAsync("Confirm");
        await DecideAsync("allow");
        await Expect(_page.Locator("#name")).ToHaveTextAsync("Nora Example");
        await Expect(_page.Locator("#email")).ToHaveTextAsync(Address);

        output.WriteLine($"From the shop's door to signed in: {watch.Elapsed.TotalSeconds:0.0} s");
        // Two seconds on a quiet machine; this one may be busy.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
    });

    [Fact]
    [Spec("RFC 6749", "4.1.2.1")]
    public Task Person_who_denies_is_sent_back_with_nothing() => _page.WatchedAsync(async () =>
    {
        await SignInAsync();
        await DecideAsync("deny");
        await Expect(_page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(_shop.Address.Authority, new Uri(_page.Url).Authority);
        await _page.GotoAsync(_shop.Address.ToString());
        await Expect(_page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    });

    private async Task SignInAsync()
    {
        await _page.GotoAsync(_shop.Address.ToString());
        await PressAsync("Sign in");
        // A person types when the page stands still: its script still moves the password's field.
        await _page.ArriveAsync("*/account/login?*");
        await _page.Locator("input[type=email]").FillAsync(WebAppServer.Email);
        await _page.Locator("input[type=password]").FillAsync(WebAppServer.Password);
        await PressAsync("Sign in");
    }

    private Task DecideAsync(string decision) =>
        _page.Locator($"form[method=post] button[name=decision][value={decision}]").ClickAsync();

    private Task PressAsync(string text) =>
        _page.GetByRole(AriaRole.Button, new() { Name = text, Exact = true }).First.ClickAsync();
}
