using System.Net;
using System.Text.Json;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Signing out, the list of sessions, the list of apps.</summary>
[Collection(AccountCollection.Name)]
public sealed class SessionTests(AccountServer server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logout_ends_token_authorization_and_session_at_once(bool withBody)
    {
        using var ada = await server.NewSignedInAsync();
        var more = (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.OK);

        (await ada.PostAsync("logout", withBody ? new { refresh_token = more["refresh_token"] } : null)).Is(HttpStatusCode.NoContent);
        foreach (var token in new[] { ada.AccessToken, more["access_token"]! })
        {
            (await ada.App.GetAsync("profile", token)).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
            (await ada.App.UserInfoAsync(token)).Is(HttpStatusCode.Unauthorized);
            using var desk = new Desk(server);
            Assert.False(await desk.IsActiveAsync(token));
        }

        (await ada.App.RefreshAsync(more["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        Assert.Equal(1, await server.ScalarAsync<long>(
            "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NOT NULL", ada.Email));
    }

    [Fact]
    public async Task Session_names_its_apps_also_those_that_keep_nothing_after_it()
    {
        using var ada = await server.NewSignedInAsync();
        using var browser = new Person(server, ada.Email);
        await browser.TokensAsync("trusted", ("scope", "openid"));
        await browser.TokensAsync("other", ("scope", "openid offline_access"));
        var apps = Items(await ada.GetAsync("sessions")).Select(s => string.Join(' ', s.GetProperty("apps").EnumerateArray().Select(a => a.GetString()).Order()));
        Assert.Equal(["other trusted", "shop"], apps.Order());
    }

    [Fact]
    public async Task Logout_leaves_the_persons_other_sign_ins_alone_and_is_seen_by_other_nodes_within_a_second()
    {
        using var ada = await server.NewSignedInAsync();
        var other = await ada.App.LoginAsync(ada.Email, StandardServer.Password);
        var second = await server.SecondNodeAsync();
        using var elsewhere = new AppChannel(second.Address, AccountServer.App);
        (await elsewhere.GetAsync("profile", ada.AccessToken)).Is(HttpStatusCode.OK);

        (await ada.PostAsync("logout", null)).Is(HttpStatusCode.NoContent);
        await Eventually.TrueAsync(
            async () => (await elsewhere.GetAsync("profile", ada.AccessToken)).Status == HttpStatusCode.Unauthorized);
        (await elsewhere.GetAsync("profile", other["access_token"])).Is(HttpStatusCode.OK);
        (await ada.App.RefreshAsync(other["refresh_token"]!)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logout_ends_what_an_app_of_ours_got_by_the_code_flow_too()
    {
        using var ada = await Person.NewAsync(server);
        using var app = server.NewApp(AccountServer.Backend);
        var code = await ada.CodeAsync(AccountServer.Backend, ("redirect_uri", "https://shop.example/cb"), ("scope", "openid offline_access"));
        var tokens = await Person.RedeemAsync(server, AccountServer.Backend, code, "https://shop.example/cb");
        (await app.PostAsync("logout", null, tokens["access_token"])).Is(HttpStatusCode.NoContent);
        (await app.RefreshAsync(tokens["refresh_token"]!, StandardServer.Login(AccountServer.Backend))).Is(HttpStatusCode.BadRequest);
        Assert.Equal("/account/login", (await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/account"))).Url.AbsolutePath);
    }

    [Fact]
    public async Task Bad_body_of_logout_is_told_and_ends_nothing()
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.PostAsync("logout", "{")).IsProblem(HttpStatusCode.BadRequest, "malformed");
        (await ada.PostAsync("logout", new { refresh_token = 1 })).Blames("refresh_token");
        (await ada.GetAsync("profile")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task LGO_13_sessions_show_where_a_person_is_signed_in_and_each_can_be_ended()
    {
        using var ada = await server.NewSignedInAsync();
        var other = await ada.App.LoginAsync(ada.Email, StandardServer.Password);
        var sessions = Items(await ada.GetAsync("sessions"));
        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, s => Assert.Equal("native", s.GetProperty("kind").GetString()));
        var current = Assert.Single(sessions, s => s.GetProperty("current").GetBoolean());
        var elsewhere = Assert.Single(sessions, s => !s.GetProperty("current").GetBoolean());
        Assert.Equal(["shop"], current.GetProperty("apps").EnumerateArray().Select(a => a.GetString()));

        var id = elsewhere.GetProperty("id").GetString();
        (await ada.GetAsync($"sessions/{id}")).Is(HttpStatusCode.OK);
        (await ada.DeleteAsync($"sessions/{id}")).Is(HttpStatusCode.NoContent);
        (await ada.App.UserInfoAsync(other["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        (await ada.App.RefreshAsync(other["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        (await ada.DeleteAsync($"sessions/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Single(Items(await ada.GetAsync("sessions")));
    }

    [Fact]
    public async Task LGO_13_session_of_somebody_else_is_not_there()
    {
        using var ada = await server.NewSignedInAsync();
        using var eve = await server.NewSignedInAsync();
        var id = Items(await ada.GetAsync("sessions"))[0].GetProperty("id").GetString();
        (await eve.GetAsync($"sessions/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.DeleteAsync($"sessions/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.DeleteAsync("sessions/nonsense")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await ada.GetAsync("profile")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task All_sessions_end_at_once_here_too()
    {
        using var ada = await server.NewSignedInAsync();
        var other = await ada.App.LoginAsync(ada.Email, StandardServer.Password);
        (await ada.DeleteAsync("sessions")).Is(HttpStatusCode.NoContent);
        (await ada.GetAsync("profile")).Is(HttpStatusCode.Unauthorized);
        (await ada.App.RefreshAsync(other["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        await ada.App.LoginAsync(ada.Email, StandardServer.Password);
    }

    [Fact]
    public async Task Session_that_a_refresh_keeps_alive_is_listed_after_its_day()
    {
        using var ada = await server.NewSignedInAsync();
        await server.ExecuteAsync(
            "UPDATE sessions SET created_at = created_at - interval '31 days', last_seen_at = last_seen_at - interval '31 days', expires_at = now() - interval '1 day' WHERE user_id = $1",
            await server.IdOfAsync(ada.Email));
        Assert.Single(Items(await ada.GetAsync("sessions")));
    }

    [Fact]
    public async Task Apps_show_who_was_let_in_and_each_can_be_shut_out()
    {
        using var person = await Person.NewAsync(server);
        using var app = server.NewApp();
        var web = await person.TokensAsync("web");
        var own = (await app.LoginAsync(person.Email, StandardServer.Password))["access_token"];
        var apps = Items(await app.GetAsync("apps", own));
        Assert.Equal(["shop", "web"], apps.Select(a => a.GetProperty("id").GetString()).Order());
        Assert.Equal("App web", (await app.GetAsync("apps/web", own))["name"]);

        (await app.DeleteAsync("apps/web", own)).Is(HttpStatusCode.NoContent);
        (await app.UserInfoAsync(web["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        using var desk = new Desk(server);
        (await desk.RefreshAsync("web", web["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        (await app.DeleteAsync("apps/web", own)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await app.GetAsync("apps/web", own)).IsProblem(HttpStatusCode.NotFound, "not_found");

        // Asked again, and then let in again at once.
        Assert.Equal("/account/consent", (await person.WalkToConsentAsync("web")).Url.AbsolutePath);
        var again = await person.TokensAsync("web");
        (await app.UserInfoAsync(again["access_token"]!)).Is(HttpStatusCode.OK);
    }

    [Fact]
    [Fixtures.Spec("OIDC Core", "4")]
    public async Task App_that_signs_people_in_by_itself_says_where()
    {
        using var person = await Person.NewAsync(server);
        using var app = server.NewApp();
        var client = await server.NewClientAsync(
            "trusted", new System.Text.Json.Nodes.JsonObject { ["initiate_login_uri"] = "https://app.example/login?from=idp" });
        await person.TokensAsync(client);
        await person.TokensAsync("trusted");
        var own = (await app.LoginAsync(person.Email, StandardServer.Password))["access_token"];
        Assert.Equal(
            $"https://app.example/login?from=idp&iss={Uri.EscapeDataString(server.Issuer)}",
            (await app.GetAsync($"apps/{client}", own))["login_uri"]);
        Assert.True(string.IsNullOrEmpty((await app.GetAsync("apps/trusted", own))["login_uri"]));
    }

    [Fact]
    public async Task Device_is_named_after_what_the_app_says_of_itself()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/login")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { email, password = StandardServer.Password, client_id = "shop" }),
        };
        request.Headers.Add("User-Agent", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36");
        var token = (await app.Channel.SendAsync(request))["access_token"];
        Assert.Equal("Chrome on Android", Items(await app.GetAsync("sessions", token))[0].GetProperty("device").GetString());
    }

    private static IReadOnlyList<JsonElement> Items(Fixtures.Reply reply) =>
        [.. reply.Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];
}
