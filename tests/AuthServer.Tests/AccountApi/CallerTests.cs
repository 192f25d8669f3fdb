using System.Net;
using AuthServer.Core.Data;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Who may call on behalf of a person.</summary>
[Collection(AccountCollection.Name)]
public sealed class CallerTests(AccountServer server)
{
    public static TheoryData<string, string> Calls => new()
    {
        { "GET", "profile" }, { "PATCH", "profile" }, { "POST", "profile/email/verify" }, { "POST", "profile/phone/verify" },
        { "POST", "password/change" }, { "GET", "sessions" }, { "DELETE", "sessions" }, { "DELETE", "sessions/1" },
        { "GET", "apps" }, { "DELETE", "apps/web" }, { "GET", "groups" }, { "POST", "groups" }, { "DELETE", "groups/1" },
        { "POST", "groups/1/mobile-numbers" }, { "POST", "groups/1/mobile-numbers/1/verify" }, { "POST", "logout" },
        { "GET", "export" }, { "DELETE", "" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nobody_calls_without_a_token_or_with_a_wrong_one(string method, string call)
    {
        using var app = server.NewApp();
        var none = await app.SendAsync(new HttpMethod(method), call, null, null);
        none.IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("Bearer", none.Header("WWW-Authenticate"));

        var wrong = await app.SendAsync(new HttpMethod(method), call, null, "wrong");
        wrong.IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Contains("invalid_token", wrong.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nobody_calls_with_the_token_of_an_app_that_is_not_ours(string method, string call)
    {
        using var ada = await Person.NewAsync(server);
        using var app = server.NewApp();
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        (await app.UserInfoAsync(token)).Is(HttpStatusCode.OK);
        (await app.SendAsync(new HttpMethod(method), call, null, token)).IsProblem(HttpStatusCode.Forbidden, "insufficient_client");
    }

    [Fact]
    public async Task Token_of_a_machine_is_nobodys_and_a_token_for_another_api_is_not_for_us()
    {
        using var app = server.NewApp();
        using var channel = server.NewBackChannel();
        var machine = await channel.TokenAsync(StandardServer.Login("machine"), ("grant_type", "client_credentials"));
        (await app.GetAsync("profile", machine["access_token"])).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");

        var orders = await app.LoginAsync(await server.NewUserAsync(), StandardServer.Password, "orders.read");
        (await app.GetAsync("profile", orders["access_token"])).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task App_is_asked_whether_it_is_first_party_now()
    {
        var client = await server.NewClientAsync(AccountServer.App);
        using var ada = await server.NewSignedInAsync(client);
        (await ada.GetAsync("profile")).Is(HttpStatusCode.OK);

        await server.ChangeAsync(client, "UPDATE clients SET document = document || '{\"first_party\": false}' WHERE client_id = $1");
        await Eventually.TrueAsync(async () => (await ada.GetAsync("profile")).Status == HttpStatusCode.Forbidden);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.BadRequest, "invalid_client");
    }

    [Fact]
    public async Task Cookies_are_not_looked_at()
    {
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        (await ada.Browser.GetAsync("/api/account/profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Disabled_person_is_out_at_once()
    {
        using var ada = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(ada.Email);
        await server.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", id);
        await server.TellAsync(FeedKind.UserChanged, id.ToString());
        await Eventually.TrueAsync(async () => (await ada.GetAsync("profile")).Status == HttpStatusCode.Unauthorized);
        (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("POST", "password/change", """{"current_password":"Correct-Horse-7","new_password":"Better-Horse-8"}""")]
    [InlineData("PATCH", "profile", """{"email":"somebody-new@example.org"}""")]
    [InlineData("PATCH", "profile", """{"phone_number":"+447700900123"}""")]
    [InlineData("GET", "export", null)]
    [InlineData("DELETE", "", null)]
    public async Task What_protects_the_account_needs_a_sign_in_of_the_last_ten_minutes(string method, string call, string? body)
    {
        using var ada = await server.NewSignedInAsync();
        // As if the person had signed in earlier: a refresh keeps the time.
        await server.ExecuteAsync(
            "UPDATE authorizations SET auth_time = auth_time - interval '11 minutes' WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        var old = (await ada.App.RefreshAsync(ada.RefreshToken))["access_token"];
        var refused = await ada.App.SendAsync(new HttpMethod(method), call, body, old);
        refused.IsProblem(HttpStatusCode.Forbidden, "reauthentication_required");
        Assert.Contains("insufficient_user_authentication", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await ada.App.GetAsync("profile", old)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Scripts_call_from_the_origins_of_our_apps_and_from_no_other()
    {
        using var app = server.NewApp();
        foreach (var (origin, allowed) in new[]
            { ("https://shop.example", true), ("https://m.shop.example", true), ("https://app.example", false), ("https://evil.example", false) })
        {
            var request = new HttpRequestMessage(HttpMethod.Options, "/api/account/profile");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "PATCH");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
            var reply = await app.Channel.SendAsync(request);
            Assert.Equal(allowed ? origin : null, reply.Header("Access-Control-Allow-Origin"));
            Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
            if (allowed)
                Assert.Contains("PATCH", reply.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        }
    }
}
