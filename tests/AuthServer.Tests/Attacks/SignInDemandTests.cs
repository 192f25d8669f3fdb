using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: what a request may demand of the sign-in, and how one might get around it.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class SignInDemandTests(AuthorizeServer server)
{
    [Fact]
    [Spec("OIDC Core", "3.1.2.6")]
    public async Task AUR_12_prompt_none_shows_nothing()
    {
        using var nobody = server.NewBrowser();
        Outcome.Redir(await nobody.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none"))), "login_required", server);
        Outcome.Redir(await server.AskAsync("web", ("prompt", "none")), "consent_required", server);
        Outcome.Code(await server.AskAsync("trusted", ("prompt", "none")), server);

        using var ada = await server.SignedInAsync();
        await ada.CodeAsync("web");
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("prompt", "none"))), server);
    }

    [Theory]
    [InlineData("none login")]
    [InlineData("login none")]
    [InlineData("none none")]
    [InlineData("bogus")]
    [InlineData("none bogus")]
    [InlineData("LOGIN")]
    [InlineData("login,consent")]
    public async Task AUR_13_prompt_that_contradicts_itself_or_is_unknown(string prompt)
    {
        Outcome.Redir(await server.AskAsync("trusted", ("prompt", prompt)), "invalid_request", server);
        Outcome.Redir(await server.AskRawAsync("trusted", "&prompt=login", ("prompt", "none")), "invalid_request", server);
        Assert.StartsWith("/account/login", (await server.AskAsync("trusted", ("prompt", "login consent"))).SentLocation, StringComparison.Ordinal);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task AUR_14_prompt_login_is_met_by_signing_in_alone()
    {
        using var ada = await server.SignedInAsync();
        var before = AuthTime(await ada.TokensAsync("trusted"));
        await AgeSessionsAsync(ada);
        var login = await ada.Browser.FollowAsync(
            await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "login"))));
        Assert.Equal("/account/login", login.Url.AbsolutePath);

        // Back, past the page, with the demand edited away, over the page after it: the request still waits for a sign-in.
        var resume = "/connect/authorize/resume" + login.Url.Query;
        foreach (var way in new[] { resume, resume + "&prompt=", resume + "&prompt=none", login.Url + "&prompt=none&returnUrl=/account" })
        {
            var reply = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(way));
            Assert.Equal("/account/login", reply.Url.AbsolutePath);
        }

        var consent = await ada.Browser.GetAsync("/account/consent" + login.Url.Query);
        var given = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(consent, ("decision", "allow")));
        Assert.Equal("/account/login", given.Url.AbsolutePath);

        var code = Outcome.Code(await ada.SignInAsync(login), server);
        var after = AuthTime(await Person.RedeemAsync(server, "trusted", code));
        Assert.True(after >= before, $"{after} is before {before}");
        var again = await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "login")));
        Assert.StartsWith("/account/login", again.SentLocation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("+1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("9223372036854775808")] // 2^63
    [InlineData("99999999999999999999999999")]
    [InlineData("١")] // an Arabic digit
    public async Task AUR_15_max_age_that_is_no_number(string maxAge)
    {
        Outcome.Redir(await server.AskAsync("trusted", ("max_age", maxAge)), "invalid_request", server);
        Outcome.Code(await server.AskAsync("trusted", ("max_age", "86400")), server);
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", false)]
    [InlineData("3599", false)]
    [InlineData("3700", true)]
    [InlineData("2147483648", true)]
    [InlineData("9223372036854775807", true)]
    public async Task AUR_15_session_older_than_max_age(string maxAge, bool enough)
    {
        using var ada = await server.SignedInAsync();
        await AgeSessionsAsync(ada);
        var reply = await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("max_age", maxAge)));
        if (!enough)
        {
            Assert.StartsWith("/account/login", reply.SentLocation, StringComparison.Ordinal);
            Outcome.Redir(
                await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("max_age", maxAge), ("prompt", "none"))), "login_required", server);
            reply = await ada.SignInAsync(await ada.Browser.FollowAsync(reply));
        }

        var age = DateTimeOffset.FromUnixTimeSeconds(
            AuthTime(await Person.RedeemAsync(server, "trusted", Outcome.Code(reply, server))));
        var signedIn = await server.ScalarAsync<DateTime>(
            "SELECT max(auth_time) FROM sessions WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        Assert.Equal(new DateTimeOffset(signedIn).ToUnixTimeSeconds(), age.ToUnixTimeSeconds());
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task AUR_17_hint_of_another_person()
    {
        using var ada = await server.SignedInAsync();
        using var bob = await server.SignedInAsync();
        var ofAda = (await ada.TokensAsync("trusted"))["id_token"]!;
        var ofBob = (await bob.TokensAsync("trusted"))["id_token"]!;
        var url = Person.AuthorizeUrl("trusted", ("id_token_hint", ofBob));
        Outcome.Redir(await ada.Browser.GetAsync(url + "&prompt=none"), "login_required", server);
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("id_token_hint", ofAda), ("prompt", "none"))), server);

        // It signs nobody in, and whoever signs in as somebody else is not given out as the one who was meant.
        using var nobody = server.NewBrowser();
        Outcome.Redir(await nobody.GetAsync(url + "&prompt=none"), "login_required", server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(url));
        Assert.Equal("/account/login", login.Url.AbsolutePath);
        Outcome.Redir(await ada.SignInAsync(login), "login_required", server);
    }

    [Fact]
    public async Task AUR_17_hint_that_is_none()
    {
        using var ada = await server.SignedInAsync();
        var tokens = await ada.TokensAsync("trusted");
        var parts = tokens["id_token"]!.Split('.');
        var foreign = (await ada.TokensAsync("other"))["id_token"];
        foreach (var hint in new[]
        {
            "garbage", "a.b.c", "..", tokens["access_token"], tokens["refresh_token"], foreign,
            Base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + $".{parts[1]}.",
            Base64("{\"alg\":\"none\"}") + $".{parts[1]}.{parts[2]}",
            $"{parts[0]}.{Changed(parts[1], "sub", "somebody")}.{parts[2]}",
            $"{parts[0]}.{Changed(parts[1], "iss", "https://evil.example")}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", new string('x', 20_000),
        })
        {
            Outcome.Redir(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("id_token_hint", hint))), "invalid_request", server);
        }

        // An expired one still tells who is meant, and no more than that.
        var expires = CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("exp").GetInt64();
        await Eventually.TrueAsync(
            () => Task.FromResult(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > expires), TimeSpan.FromSeconds(10));
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("id_token_hint", tokens["id_token"]))), server);
        using var nobody = server.NewBrowser();
        Outcome.Redir(
            await nobody.GetAsync(Person.AuthorizeUrl("trusted", ("id_token_hint", tokens["id_token"]), ("prompt", "none"))),
            "login_required", server);
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("' onfocus='alert(1)")]
    [InlineData("ada@example.org'; DROP TABLE users; --")]
    [InlineData("<img src=x onerror=alert(1)>@example.org")]
    public async Task AUR_18_login_hint_fills_the_form_and_does_no_more(string hint)
    {
        var page = await LoginPageAsync(hint);
        Assert.Equal(hint, page.Page.QuerySelector("input[name=Email]")?.GetAttribute("value"));
        Assert.DoesNotContain(hint, page.Text, StringComparison.Ordinal); // not as it came
        Assert.Null(page.Page.QuerySelector("script:not([src]), img[onerror], [onfocus]"));
    }

    [Fact]
    public async Task AUR_18_login_hint_does_not_tell_who_has_an_account()
    {
        Assert.Equal(HttpStatusCode.OK, (await LoginPageAsync(new string('a', 10_000))).Status);
        var known = await server.NewUserAsync();
        var unknown = string.Concat(known.Reverse().Select(c => c == '@' ? '-' : c))[..^1] + "@"; // as long
        var (first, second) = (await LoginPageAsync(known), await LoginPageAsync(unknown));
        Assert.Equal(Neutral(first, known), Neutral(second, unknown));

        static string Neutral(Reply page, string hint)
        {
            foreach (var token in page.Page.QuerySelectorAll("input[name=form]"))
                token.Remove();
            return page.Page.DocumentElement.OuterHtml.Replace(hint, "hint", StringComparison.Ordinal)
                .Replace(page.Url.Query, "?waiting", StringComparison.Ordinal);
        }
    }

    private async Task<Reply> LoginPageAsync(string hint)
    {
        using var nobody = server.NewBrowser();
        return await nobody.FollowAsync(await nobody.GetAsync(Person.AuthorizeUrl("trusted", ("login_hint", hint))));
    }

    private Task AgeSessionsAsync(Person person) => server.ChangeSessionsAsync(
        person, "UPDATE sessions SET auth_time = auth_time - interval '1 hour' WHERE user_id = $1");

    private static long AuthTime(Reply tokens) => CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("auth_time").GetInt64();

    private static string Base64(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Changed(string payload, string name, string value)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload))!; // it is JSON
        claims[name] = value;
        return Base64(claims.ToJsonString());
    }
}
