using System.Net;
using AngleSharp.Html.Dom;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

public sealed class SignInPageTests(StandardServer server) : IClassFixture<StandardServer>
{
    private const string Mismatch = "That email and password don’t match.";

    /// <summary>
    /// What a return address would have to get past: hosts, backslashes, control characters, schemes, other pages of
    /// ours.
    /// </summary>
    public static TheoryData<string> BadReturns =>
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example", "/\t/evil.example", "/ /evil.example",
        "/\n/evil.example", "/\r\n/evil.example", "\\/\\/evil.example", "https:evil.example", "https:/evil.example",
        "https://evil.example", "HTTPS://evil.example", "http:\\\\evil.example", "/%5cevil.example", "~//evil.example", "~/\\evil.example",
        "///evil.example", "////evil.example", "/.//evil.example", "/account//evil.example", "/account/../connect/endsession",
        "/account?x=//evil.example", "/account#//evil.example", "/account@evil.example", "//account", "account", " /account", "/account ",
        "/account/logout?post_logout_redirect_uri=https://evil.example", "/account/link?to=https://evil.example",
        "/connect/authorize?client_id=x", "javascript:alert(1)", "data:text/html,x", "/ACCOUNT", "%2F%2Fevil.example", "/account%00",
    ];

    [Theory]
    [MemberData(nameof(BadReturns))]
    public async Task RDR_27_RDR_28_RDR_29_return_address_that_is_not_on_the_list_leads_to_the_account(string returnUrl)
    {
        using var ada = await Person.NewAsync(server);
        var address = "/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl);
        var page = await ada.Browser.GetAsync(address);
        Assert.DoesNotContain(page.Page.Links, l => l is IHtmlAnchorElement a && a.Href.Contains("evil", StringComparison.Ordinal));

        var answer = await ada.Browser.SubmitAsync(page, ("Email", ada.Email), ("Password", StandardServer.Password));
        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.Equal("/account", answer.Header("Location"));
        Assert.Equal("/account", (await ada.Browser.GetAsync(address)).Header("Location"));
    }

    [Fact]
    public async Task PWD_27_wrong_password_unknown_address_and_disabled_user_get_the_same_page()
    {
        using var ada = await Person.NewAsync(server);
        using var bob = await Person.NewAsync(server);
        var disabledLater = await bob.Browser.GetAsync("/account/login");
        await server.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE email = $1", bob.Email);

        var wrong = await SignInAsync(ada.Email, "wrong");
        var unknown = await SignInAsync("nobody@example.org", "wrong");
        var disabled = await bob.Browser.SubmitAsync(disabledLater, ("Email", bob.Email), ("Password", StandardServer.Password));

        Assert.All([wrong, unknown, disabled], r => Assert.Equal(HttpStatusCode.OK, r.Status));
        Assert.Contains(Mismatch, wrong.Page.Body!.TextContent, StringComparison.Ordinal); // a page has a body
        Assert.Equal(WithoutAddress(wrong), WithoutAddress(unknown));
        Assert.Equal(WithoutAddress(wrong), WithoutAddress(disabled));
    }

    [Fact]
    public async Task AUR_18_hint_fills_the_field_as_text_and_tells_nothing()
    {
        using var ada = await Person.NewAsync(server);
        const string Hostile = "\"><script>alert(1)</script>' OR 1=1 --";
        var hostile = await HintedAsync(Hostile);
        Assert.Equal(Hostile, hostile.Page.QuerySelector("#email")?.GetAttribute("value"));
        Assert.Empty(hostile.Page.QuerySelectorAll("script:not([src])"));

        var known = await HintedAsync(ada.Email);
        var unknown = await HintedAsync("nobody@example.org");
        Assert.Equal(WithoutAddress(known), WithoutAddress(unknown));
    }

    [Fact]
    public async Task AUR_36_every_sign_in_gives_a_new_session_and_the_one_before_is_dead()
    {
        using var ada = await Person.NewAsync(server);
        await SignInHereAsync(ada);
        var before = ada.Browser.Cookies.GetAllCookies()["session"]?.Value;
        await ada.WalkAsync(Person.AuthorizeUrl("trusted", ("prompt", "login")));
        var after = ada.Browser.Cookies.GetAllCookies()["session"]?.Value;

        Assert.NotEqual(before, after);
        Assert.NotNull(await AccountOfAsync(after));
        Assert.Null(await AccountOfAsync(before));
    }

    [Fact]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ada.Browser.GetAsync(Person.AuthorizeUrl("web"));
        var form = await ada.Browser.FollowAsync(page);
        var signedIn = await ada.Browser.SubmitAsync(form, ("Email", ada.Email), ("Password", StandardServer.Password));

        var last = signedIn.Header("Set-Cookie")!.Split(", device="); // the mark of a known device stays; it proves nothing
        string[] set = [page.Header("Set-Cookie")!, form.Header("Set-Cookie")!, last[0]]; // each sets one
        Assert.Equal(["browser", "form", "session"], set.Select(s => s.Split('=')[0]));
        Assert.All(set, s =>
        {
            Assert.Contains("httponly", s, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", s, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/;", s, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", s, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("expires", s, StringComparison.OrdinalIgnoreCase);
            Assert.True(s.Length < 1024, s);
        });
    }

    [Fact]
    public async Task Person_who_asks_to_stay_signed_in_gets_a_cookie_that_stays()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ada.Browser.GetAsync("/account/login");
        var answer = await ada.Browser.SubmitAsync(
            page, ("Email", ada.Email), ("Password", StandardServer.Password), ("RememberMe", "true"));

        Assert.Contains("expires=", answer.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.True(await server.ScalarAsync<bool>(
            "SELECT s.remembered FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1", ada.Email));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Cookie_that_opens_nothing_is_nobody_and_is_taken_away(string value)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", $"session={value}");
        var answer = await channel.SendAsync(request);

        Assert.Equal("/account/login?returnUrl=/account", answer.Header("Location"));
        Assert.Contains("session=; expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WEB_10_WEB_11_form_from_before_the_sign_in_is_worth_nothing_after_it()
    {
        using var ada = await Person.NewAsync(server);
        var early = await ada.Browser.GetAsync("/account/login");
        await SignInHereAsync(ada);

        var answer = await ada.Browser.SubmitAsync(early, ("Email", ada.Email), ("Password", StandardServer.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private async Task<Reply> SignInAsync(string email, string password)
    {
        using var browser = server.NewBrowser();
        return await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Email", email), ("Password", password));
    }

    private static async Task SignInHereAsync(Person person) =>
        Assert.Equal("/account", (await person.SignInAsync(await person.Browser.GetAsync("/account/login"))).Url.AbsolutePath);

    private async Task<Reply> HintedAsync(string hint)
    {
        using var browser = server.NewBrowser();
        return await browser.FollowAsync(await browser.GetAsync(Person.AuthorizeUrl("web", ("login_hint", hint))));
    }

    private async Task<Reply?> AccountOfAsync(string? cookie)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", $"session={cookie}");
        var answer = await channel.SendAsync(request);
        return answer.Status == HttpStatusCode.OK ? answer : null;
    }

    private static string WithoutAddress(Reply reply)
    {
        reply.Page.QuerySelector("#email")?.RemoveAttribute("value");
        reply.Page.QuerySelector("input[name=form]")?.Remove();
        foreach (var form in reply.Page.Forms)
            form.RemoveAttribute("action");
        foreach (var link in reply.Page.QuerySelectorAll("a[href*='request='], button[formaction*='request=']"))
            link.Remove(); // each names its own request
        return reply.Page.DocumentElement.OuterHtml;
    }
}
