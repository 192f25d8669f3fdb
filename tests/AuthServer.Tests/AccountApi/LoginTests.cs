using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Sign-in with a password, and what its tokens can do.</summary>
[Collection(AccountCollection.Name)]
public sealed class LoginTests(AccountServer server)
{
    [Fact]
    public async Task Right_password_gives_ordinary_tokens_of_the_named_app()
    {
        using var ada = await server.NewSignedInAsync();
        var me = await ada.App.UserInfoAsync(ada.AccessToken);
        Assert.Equal(ada.Email, me["email"]);

        using var watcher = server.NewBackChannel();
        var seen = await watcher.PostAsync("/connect/introspect", StandardServer.Login("watcher"), ("token", ada.AccessToken));
        Assert.Equal("True", seen["active"]);
        Assert.Equal(AccountServer.App, seen["client_id"]);
        Assert.Equal("openid profile email offline_access", seen["scope"]);
        Assert.Contains(server.Issuer, seen["aud"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_is_a_token_response_that_nobody_keeps()
    {
        using var app = server.NewApp();
        var reply = await app.LoginAsync(await server.NewUserAsync(), StandardServer.Password);
        Assert.Equal("Bearer", reply["token_type"]);
        Assert.Equal("900", reply["expires_in"]);
        Assert.NotNull(reply["id_token"]);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
    }

    [Fact]
    public async Task Refresh_rotates_for_a_public_app_and_for_a_confidential_one_with_its_secret_alone()
    {
        using var ada = await server.NewSignedInAsync();
        var second = (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.OK);
        Assert.NotEqual(ada.RefreshToken, second["refresh_token"]);
        (await ada.App.RefreshAsync(second["refresh_token"]!)).Is(HttpStatusCode.OK);

        using var grace = await server.NewSignedInAsync(AccountServer.Backend);
        (await grace.App.RefreshAsync(grace.RefreshToken)).Is(HttpStatusCode.Unauthorized);
        (await grace.App.RefreshAsync(grace.RefreshToken, StandardServer.Login(AccountServer.Backend))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refresh_token_is_refused_to_another_app_and_survives_it()
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.App.RefreshAsync(ada.RefreshToken, StandardServer.Login("web"))).Is(HttpStatusCode.BadRequest);
        (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refresh_token_comes_with_offline_access_alone()
    {
        using var app = server.NewApp();
        var reply = await app.LoginAsync(await server.NewUserAsync(), StandardServer.Password, "openid email");
        Assert.Null(reply["refresh_token"]);
        Assert.Equal("openid email", reply["scope"]);
    }

    [Fact]
    public async Task Default_scope_is_cut_to_what_the_app_may_have_and_a_scope_asked_for_is_not()
    {
        using var app = server.NewApp("narrow");
        var email = await server.NewUserAsync();
        var reply = await app.LoginAsync(email, StandardServer.Password);
        Assert.Equal("openid email", reply["scope"]);
        (await app.TryLoginAsync(email, StandardServer.Password, "openid offline_access")).IsProblem(HttpStatusCode.BadRequest, "invalid_scope");
        (await app.TryLoginAsync(email, StandardServer.Password, "openid nonsense")).IsProblem(HttpStatusCode.BadRequest, "invalid_scope");
    }

    [Fact]
    public async Task Sign_in_that_gives_no_scope_says_so_and_a_key_that_nobody_asks_for_gives_none()
    {
        var email = await server.NewUserAsync();
        using var desk = server.NewApp(await server.NewClientAsync(AccountServer.App, new JsonObject { ["scope"] = "openid admin" }));
        (await desk.TryLoginAsync(email, StandardServer.Password, "admin")).IsProblem(HttpStatusCode.BadRequest, "invalid_scope");
        using var bound = server.NewApp(await server.NewClientAsync(AccountServer.App, new JsonObject { ["dpop_bound_access_tokens"] = true }));
        (await bound.TryLoginAsync(email, StandardServer.Password)).IsProblem(HttpStatusCode.BadRequest, "invalid_client");
    }

    [Theory]
    [InlineData("web")]
    [InlineData("nobody")]
    public async Task App_that_is_not_first_party_gets_nothing(string clientId)
    {
        using var app = server.NewApp(clientId);
        (await app.TryLoginAsync(await server.NewUserAsync(), StandardServer.Password)).IsProblem(HttpStatusCode.BadRequest, "invalid_client");
    }

    [Fact]
    public async Task Wrong_password_and_unknown_address_read_the_same()
    {
        using var app = server.NewApp();
        var wrong = await app.TryLoginAsync(await server.NewUserAsync(), "Wrong-Horse-7");
        var unknown = await app.TryLoginAsync("nobody-here@example.org", "Wrong-Horse-7");
        wrong.IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal(wrong.Text, unknown.Text);
        Assert.Equal(wrong.Status, unknown.Status);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_an_address_whether_or_not_somebody_has_it()
    {
        using var app = server.NewApp();
        foreach (var email in new[] { await server.NewUserAsync(), $"{Guid.CreateVersion7():N}@example.org" })
        {
            for (var i = 0; i < 5; i++)
                (await app.TryLoginAsync(email, "Wrong-Horse-7")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            var locked = (await app.TryLoginAsync(email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
            Assert.NotNull(locked.Header("Retry-After"));
        }
    }

    [Fact]
    public async Task Unverified_account_is_told_so_after_the_right_password_alone()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        await server.ExecuteAsync("UPDATE users SET email_verified = false WHERE email = $1", email);
        (await app.TryLoginAsync(email, "Wrong-Horse-7")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await app.TryLoginAsync(email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "verification_required");
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        using var app = server.NewApp();
        (await app.PostAsync("login", new { email = "ada@example.org" })).Blames("password", "client_id");
        (await app.PostAsync("login", new { email = 7, password = "x", client_id = "shop" })).Blames("email");
    }
}
