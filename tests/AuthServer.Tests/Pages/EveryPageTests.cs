using System.Net;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

public sealed class EveryPageTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Theory]
    [InlineData("/account/login", 200)]
    [InlineData("/account/login?request=unknown", 400)]
    [InlineData("/account/login/code", 200)]
    [InlineData("/account/verify", 200)]
    [InlineData("/account/verify?token=unknown", 200)]
    [InlineData("/account/forgot-password", 200)]
    [InlineData("/account/reset-password?token=unknown", 200)]
    [InlineData("/account/unlock", 200)]
    [InlineData("/account/unlock?token=unknown", 200)]
    [InlineData("/account/register", 404)]
    [InlineData("/account/consent?request=unknown", 400)]
    [InlineData("/account/consent", 400)]
    [InlineData("/account/logout", 200)]
    [InlineData("/account/logout?logout=unknown", 200)]
    [InlineData("/account/error", 404)]
    [InlineData("/account/nothing", 404)]
    [InlineData("/connect/authorize", 400)]
    public async Task WEB_04_WEB_05_WEB_06_WEB_07_every_page_has_the_whole_policy(string address, int status)
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync(address);

        Assert.Equal(status, (int)page.Status);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        var policy = page.Header("Content-Security-Policy");
        Assert.All(
            ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
            directive => Assert.Contains(directive, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(
            ("DENY", "nosniff", "no-referrer", "same-origin", "no-store"),
            (page.Header("X-Frame-Options"), page.Header("X-Content-Type-Options"), page.Header("Referrer-Policy"),
                page.Header("Cross-Origin-Opener-Policy"), page.Header("Cache-Control")));
        Assert.Null(page.Location);
        Assert.Empty(page.Page.QuerySelectorAll("script:not([src]), style, [style], [onclick], [src^=http], link[href^=http]"));
        Assert.True(page.Text.Length < 8 * 1024, "a page is small");
    }

    [Theory]
    [InlineData("/account/login")]
    [InlineData("/account/consent?request=x")]
    [InlineData("/account/logout")]
    [InlineData("/account/login/code")]
    [InlineData("/account/verify")]
    [InlineData("/account/forgot-password")]
    [InlineData("/account/reset-password")]
    [InlineData("/account/unlock")]
    [InlineData("/account/register")]
    [InlineData("/account")]
    public async Task No_page_takes_a_form_that_is_not_its_own(string address)
    {
        using var ada = await Person.NewAsync(server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));

        var answer = await ada.Browser.PostAsync(address, ("decision", "allow"), ("Email", ada.Email), ("Password", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await ada.Browser.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Pages_know_no_other_method(string method)
    {
        using var channel = server.NewBackChannel();
        foreach (var address in (string[])["/account", "/account/login", "/account/consent", "/account/logout"])
        {
            var answer = await channel.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        }
    }

    [Fact]
    public async Task LGO_01_nobody_is_signed_out_by_a_link()
    {
        using var ada = await Person.NewAsync(server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));

        var page = await ada.Browser.GetAsync("/account/logout");
        Assert.Contains("Sign out of Acme ID?", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ada.Browser.GetAsync("/account")).Status);

        var after = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page));
        Assert.Contains("signed out", after.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await ada.Browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Button_of_the_account_page_signs_out()
    {
        using var ada = await Person.NewAsync(server);
        var account = await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));

        var end = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(account));

        Assert.Contains("You’re signed out", end.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await ada.Browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Home_leads_to_the_account_and_the_account_to_the_sign_in()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/"));
        Assert.Equal("/account/login?returnUrl=/account", login.Url.PathAndQuery);

        var account = await ada.SignInAsync(login);
        Assert.Equal("/account", account.Url.PathAndQuery);
        Assert.Contains(ada.Email, account.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WEB_02_answer_by_form_goes_to_the_app_alone()
    {
        using var ada = await Person.NewAsync(server);
        const string Hostile = "\"><script>alert(1)</script></textarea>";

        var page = await ada.WalkAsync(Person.AuthorizeUrl("web", ("response_mode", "form_post"), ("state", Hostile)));

        Assert.Equal(StandardServer.Callback, page.Form.Action);
        Assert.Contains("form-action 'self' https://app.example;", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(Hostile, page.Form.QuerySelector("input[name=state]")?.GetAttribute("value"));
        Assert.All(page.Page.Scripts, s => Assert.Equal("/form-post.js", s.Source));
        Assert.NotNull(page.Form.QuerySelector("button"));
    }

    [Fact]
    public async Task Page_with_all_it_loads_stays_under_fifty_kilobytes()
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync("/account/login");
        var total = page.Text.Length;
        foreach (var part in page.Page.QuerySelectorAll("link[href], script[src]"))
            total += (await browser.GetAsync(part.GetAttribute("href") ?? part.GetAttribute("src") ?? "")).Text.Length;

        Assert.InRange(total, 10_000, 50_000);
    }

    [Fact]
    public async Task Stylesheet_of_the_brand_may_be_kept_only_under_the_version_that_it_is()
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync("/account/login");
        var address = page.Page.QuerySelector("link[href*='branding.css']")?.GetAttribute("href");

        var current = await browser.GetAsync(address!); // just found
        var other = await browser.GetAsync("/branding.css?v=000000000000");

        Assert.Contains("--accent: #4f46e5;", current.Text, StringComparison.Ordinal);
        Assert.Contains("immutable", current.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("no-cache", other.Header("Cache-Control"));
    }
}
