using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: what a person agreed to, whose agreement it is, and for how much it stands.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class ConsentTests(AuthorizeServer server)
{
    [Theory]
    [InlineData("scope", "admin")]
    [InlineData("scope", "orders.write")]
    [InlineData("scope", "")]
    [InlineData("client_id", "trusted")]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    [InlineData("sub", "00000000-0000-0000-0000-000000000001")]
    [InlineData("request", "another")]
    [InlineData("decision", "maybe")]
    [Spec("RFC 9700", "4.16")]
    public async Task AUR_27_tampered_form_is_refused_whole(string name, string value)
    {
        using var ada = await server.SignedInAsync();
        var page = await ConsentPageAsync(ada);
        Outcome.Page(await ada.Browser.SubmitAsync(page, name == "decision" ? [(name, value)] : [("decision", "allow"), (name, value)]));
        Assert.Equal(0, await ConsentsOfAsync(ada));
        Assert.Equal("/account/consent", (await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Resume(page)))).Url.AbsolutePath);
        // The record still stands as it was.
        Outcome.Code(await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow"))), server);
    }

    [Fact]
    [Spec("RFC 6749", "10.12")]
    public async Task AUR_28_form_with_the_token_of_another_session()
    {
        using var ada = await server.SignedInAsync();
        using var eve = await server.SignedInAsync();
        var page = await ConsentPageAsync(ada);
        var ofEve = (await ConsentPageAsync(eve)).Form.QuerySelector("[name=form]")!.GetAttribute("value")!;
        Outcome.Page(await ada.Browser.SubmitAsync(page, ("decision", "allow"), ("form", ofEve)));
        Outcome.Page(await ada.Browser.SubmitAsync(page, ("decision", "allow"), ("form", "")));
        // Another browser with the handle, and with a form and a session of its own.
        Outcome.Page(await eve.Browser.GetAsync(page.Url.ToString()));
        Outcome.Page(await eve.Browser.PostAsync(page.Url.ToString(), ("decision", "allow"), ("form", ofEve)));
        Outcome.Page(await eve.Browser.GetAsync(Resume(page)));
        Assert.Equal(0, await ConsentsOfAsync(ada) + await ConsentsOfAsync(eve));
        Outcome.Code(await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow"))), server);
    }

    [Fact]
    public async Task AUR_28_twenty_answers_at_once_give_one_code()
    {
        using var ada = await server.SignedInAsync();
        var page = await ConsentPageAsync(ada);
        var ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow")))));
        Outcome.Code(Assert.Single(ends, e => e.SentLocation is not null), server);
        Assert.All(ends.Where(e => e.SentLocation is null), Outcome.Page);
    }

    [Fact]
    [Spec("RFC 9700", "4.7")]
    public async Task AUR_29_decision_of_one_person_is_not_that_of_the_next()
    {
        using var ada = await server.SignedInAsync();
        var page = await ConsentPageAsync(ada);
        var allowed = await ada.Browser.SubmitAsync(page, ("decision", "allow")); // and does not go on
        await ada.Browser.SubmitAsync(await ada.Browser.GetAsync("/account/logout"));

        using var bob = new Person(server, await server.NewUserAsync());
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(allowed.Location!.ToString())); // it leads on
        Assert.Equal("/account/login", login.Url.AbsolutePath);
        var asked = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(login, ("Email", bob.Email), ("Password", StandardServer.Password)));
        Assert.Equal("/account/consent", asked.Url.AbsolutePath);
        Assert.Contains(bob.Email, asked.Text, StringComparison.Ordinal);
        Outcome.Page(await ada.Browser.SubmitAsync(page, ("decision", "allow"))); // the form of the first
        Assert.Equal(0, await ConsentsOfAsync(bob));

        var code = Outcome.Code(await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(asked, ("decision", "allow"))), server);
        var tokens = await Person.RedeemAsync(server, "web", code);
        Assert.Equal(
            (await server.IdOfAsync(bob.Email)).ToString(),
            CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task AUR_30_more_than_was_agreed_to_is_asked_anew()
    {
        using var ada = await server.SignedInAsync();
        await ada.CodeAsync("web", ("scope", "openid orders.read"));
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("scope", "orders.read"))), server);
        var more = Person.AuthorizeUrl("web", ("scope", "openid orders.read orders.write"));
        Asks(await ada.Browser.GetAsync(more));
        Outcome.Redir(await ada.Browser.GetAsync(more + "&prompt=none"), "consent_required", server);

        // Whoever unticks is asked again, and is given out for no more than was ticked.
        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(more));
        var less = await ada.Browser.PostAsync(
            page.Url.ToString(), ("form", page.Form.QuerySelector("[name=form]")!.GetAttribute("value")!), ("decision", "allow"),
            ("scope", "orders.read"));
        var code = Outcome.Code(await ada.Browser.FollowAsync(less), server);
        Assert.Equal("openid orders.read", (await Person.RedeemAsync(server, "web", code))["scope"]);
        Asks(await ada.Browser.GetAsync(more));
    }

    [Fact]
    public async Task AUR_30_same_scopes_at_another_host_of_an_app_without_a_secret()
    {
        const string second = "https://second.example/cb";
        using var ada = await server.SignedInAsync();
        var spread = await server.NewClientAtAsync("spa", StandardServer.Callback, second);
        await ada.CodeAsync(spread);
        Asks(await ada.Browser.GetAsync(Person.AuthorizeUrl(spread, ("redirect_uri", second))));

        var together = await server.NewClientAtAsync("spa", StandardServer.Callback, "https://app.example/cb2");
        await ada.CodeAsync(together);
        var other = "https://app.example/cb2";
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl(together, ("redirect_uri", other))), server, other);
    }

    [Theory]
    [InlineData("native", "http://127.0.0.1:4711/cb")]
    [InlineData("public-http", "http://localhost:9999/cb")]
    [InlineData("scheme", "com.example.app:/cb")]
    [Spec("RFC 8252", "8.6")]
    public async Task AUR_31_app_that_anyone_could_be_is_asked_about_each_time(string client, string redirectUri)
    {
        if (client == "scheme")
            client = await server.NewClientAtAsync("native", redirectUri);
        using var ada = await server.SignedInAsync();
        var url = Person.AuthorizeUrl(client, ("redirect_uri", redirectUri));
        for (var i = 0; i < 2; i++)
        {
            Asks(await ada.Browser.GetAsync(url));
            Outcome.Redir(await ada.Browser.GetAsync(url + "&prompt=none"), "consent_required", server, redirectUri);
            Outcome.Code(await ada.WalkAsync(url), server, redirectUri);
        }

        await ada.CodeAsync("web");
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("web")), server);
    }

    [Theory]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:saml2-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("urn:openid:params:grant-type:ciba")]
    [InlineData("password")]
    public async Task AUR_32_no_other_grant_goes_around_consent(string grantType)
    {
        using var ada = await server.SignedInAsync();
        using var channel = server.NewBackChannel();
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        var reply = await channel.TokenAsync(
            StandardServer.Login("web"), ("grant_type", grantType), ("scope", "openid orders.read"), ("assertion", token),
            ("subject_token", token), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("username", ada.Email), ("password", StandardServer.Password), ("device_code", "x"), ("auth_req_id", "x"));
        Outcome.T400(reply, "unsupported_grant_type");
    }

    [Fact]
    public async Task AUR_32_consent_that_was_withdrawn_gives_no_tokens()
    {
        using var ada = await server.SignedInAsync();
        var tokens = await ada.TokensAsync("web");
        var code = await ada.CodeAsync("web");
        await server.ExecuteAsync("DELETE FROM consents WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        Outcome.T400(await Person.RedeemAsync(server, "web", code), "invalid_grant");
        using var channel = server.NewBackChannel();
        Outcome.T400(await channel.TokenAsync(
            StandardServer.Login("web"), ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!)), "invalid_grant");
        Asks(await ada.Browser.GetAsync(Person.AuthorizeUrl("web")));
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET epoch = epoch + 1000000 WHERE id = $1")]
    [InlineData("UPDATE sessions SET ended_at = now(), end_reason = 1 WHERE user_id = $1")]
    [InlineData("UPDATE sessions SET expires_at = now() WHERE user_id = $1")]
    public async Task AUR_39_person_who_is_gone_before_the_answer(string end)
    {
        using var ada = await server.SignedInAsync();
        var reading = await ConsentPageAsync(ada);
        var another = await ConsentPageAsync(ada);
        var allowed = await ada.Browser.SubmitAsync(another, ("decision", "allow"));
        await server.ChangeSessionsAsync(ada, end);

        var before = await ConsentsOfAsync(ada);
        foreach (var step in new[]
        {
            await ada.Browser.SubmitAsync(reading, ("decision", "allow")),
            await ada.Browser.GetAsync(allowed.Location!.ToString()), // to resume
            await ada.Browser.GetAsync(reading.Url.ToString()),
            await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted")),
        })
        {
            Assert.StartsWith("/account/login", step.SentLocation, StringComparison.Ordinal);
        }

        Outcome.Redir(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none"))), "login_required", server);
        Assert.Equal(before, await ConsentsOfAsync(ada));
    }

    [Fact]
    public async Task Resource_whose_scopes_were_unticked_is_no_audience()
    {
        using var ada = await server.SignedInAsync();
        var client = await server.NewClientAsync("web", new JsonObject { ["scope"] = "openid orders.read mail.read" });
        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(
            Person.AuthorizeUrl(client, ("scope", "openid orders.read mail.read"), ("resource", "https://mail.example"))));
        var less = await ada.Browser.PostAsync(
            page.Url.ToString(), ("form", page.Form.QuerySelector("[name=form]")!.GetAttribute("value")!), ("decision", "allow"),
            ("scope", "orders.read"));
        var tokens = await Person.RedeemAsync(server, client, Outcome.Code(await ada.Browser.FollowAsync(less), server));
        Assert.DoesNotContain("mail", CodeFlowTests.Claims(tokens["access_token"]!).GetProperty("aud").ToString(), StringComparison.Ordinal);
    }

    private static async Task<Reply> ConsentPageAsync(Person person)
    {
        var page = await person.Browser.FollowAsync(await person.Browser.GetAsync(Person.AuthorizeUrl("web")));
        Assert.Equal("/account/consent", page.Url.AbsolutePath);
        return page;
    }

    private static string Resume(Reply page) => "/connect/authorize/resume" + page.Url.Query;

    private static void Asks(Reply reply) => Assert.StartsWith("/account/consent", reply.SentLocation, StringComparison.Ordinal);

    private async Task<long> ConsentsOfAsync(Person person) => await server.ScalarAsync<long>(
        "SELECT count(*) FROM consents WHERE user_id = $1", await server.IdOfAsync(person.Email));
}
