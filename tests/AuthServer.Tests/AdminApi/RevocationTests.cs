using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What an administrator ends is over at once, and nothing else is.</summary>
[Collection(AccountCollection.Name)]
public sealed class RevocationTests(AccountServer server)
{
    [Theory]
    [InlineData("token")]
    [InlineData("token by jti")]
    [InlineData("refresh token")]
    [InlineData("authorization")]
    [InlineData("session")]
    [InlineData("user")]
    [InlineData("client")]
    public async Task What_was_given_is_dead_and_a_new_sign_in_is_not(string kind)
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        using var bystander = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var tokens = await ada.TokensAsync(client);
        var others = await bystander.TokensAsync("trusted");
        var (wanted, key) = kind switch
        {
            "token" => ("token", tokens["access_token"]!),
            "token by jti" => ("token", (await desk.IntrospectAsync("watcher", tokens["access_token"]!))["jti"]!),
            "refresh token" => ("token", tokens["refresh_token"]!),
            "authorization" => (kind, await ColumnAsync("id", client)),
            "session" => (kind, await ColumnAsync("session_id", client)),
            "user" => (kind, (await server.IdOfAsync(ada.Email)).ToString()),
            _ => (kind, client),
        };

        var ended = await admin.PostAsync("revocations", new { kind = wanted, key, reason = "A laptop was lost." });
        ended.Is(HttpStatusCode.Created);
        Assert.Equal(wanted, ended["kind"]);
        Assert.True(DateTimeOffset.Parse(ended["until"]!, System.Globalization.CultureInfo.InvariantCulture) > TimeProvider.System.GetUtcNow());

        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.Channel.GetAsync("/connect/userinfo", tokens["access_token"])).Status);
        var refreshed = await desk.RefreshAsync(client, tokens["refresh_token"]!);
        if (wanted == "token" && kind != "refresh token")
            refreshed.Is(HttpStatusCode.OK); // an access token goes alone
        else
            Outcome.T400(refreshed, "invalid_grant");
        Assert.True(await desk.IsActiveAsync(others["access_token"]!));

        using var again = new Person(server, ada.Email);
        Assert.True(await desk.IsActiveAsync((await again.TokensAsync(client))["access_token"]!));
    }

    [Fact]
    public async Task Session_that_was_signed_out_still_ends_with_what_apps_kept_of_it()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var tokens = await ada.TokensAsync(client);
        await ada.SignOutAsync();
        var kept = (await desk.RefreshAsync(client, tokens["refresh_token"]!)).Is(HttpStatusCode.OK);

        var session = await ColumnAsync("session_id", client);
        (await admin.SendAsync(HttpMethod.Delete, $"sessions/{session}")).Is(HttpStatusCode.NoContent);
        Assert.False(await desk.IsActiveAsync(kept["access_token"]!));
        Outcome.T400(await desk.RefreshAsync(client, kept["refresh_token"]!), "invalid_grant");
        (await admin.SendAsync(HttpMethod.Delete, $"sessions/{session}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task LGO_14_Locked_person_is_out_on_every_node_until_unlocked()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var app = server.NewApp();
        using var ada = await Person.NewAsync(server);
        using var elsewhere = new Desk((await server.SecondNodeAsync()).Address);
        var tokens = await ada.TokensAsync("trusted");
        var id = await server.IdOfAsync(ada.Email);
        Assert.True(await elsewhere.IsActiveAsync(tokens["access_token"]!)); // and knows it from now on
        (await admin.PostAsync($"users/{id}/lock")).Is(HttpStatusCode.NoContent);

        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        await Eventually.TrueAsync(async () => !await elsewhere.IsActiveAsync(tokens["access_token"]!), TimeSpan.FromSeconds(5));
        Assert.Equal("login_required", (await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")))).Query["error"]);
        (await app.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        (await admin.PostAsync($"users/{id}/unlock")).Is(HttpStatusCode.NoContent);
        await app.LoginAsync(ada.Email, StandardServer.Password);
        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
    }

    [Theory]
    [InlineData("""{"kind":"planet","key":"x"}""", "kind")]
    [InlineData("""{"key":"x"}""", "kind")]
    [InlineData("""{"kind":"token"}""", "key")]
    [InlineData("""{"kind":"all","key":"x"}""", "key")]
    [InlineData("""{"kind":"token","key":"x","reason":"a\nb"}""", "reason")]
    public async Task What_makes_no_sense_is_refused_by_member(string body, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        var refused = await admin.PostAsync("revocations", System.Text.Json.JsonDocument.Parse(body).RootElement);
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(member, out _), refused.ToString());
    }

    [Theory]
    [InlineData("token", "a.b.c")]
    [InlineData("authorization", "nonsense")]
    [InlineData("session", "00000000-0000-0000-0000-000000000001")]
    [InlineData("user", "00000000-0000-0000-0000-000000000001")]
    [InlineData("client", "nobody")]
    public async Task What_is_not_there_is_not_found(string kind, string key)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("revocations", new { kind, key })).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("POST", "revocations")]
    [InlineData("DELETE", "sessions/00000000-0000-0000-0000-000000000001")]
    [InlineData("POST", "users/00000000-0000-0000-0000-000000000001/lock")]
    [InlineData("POST", "users/00000000-0000-0000-0000-000000000001/unlock")]
    public async Task Nobody_else_may(string method, string path)
    {
        using var ada = await Person.NewAsync(server);
        var token = (await ada.TokensAsync("admin-console", ("scope", "openid")))["access_token"];
        using var channel = server.NewBackChannel();
        foreach (var (bearer, status) in new[] { (token, HttpStatusCode.Forbidden), (null, HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/" + path);
            if (bearer is not null)
                request.Headers.Authorization = new("Bearer", bearer);
            Assert.Equal(status, (await channel.SendAsync(request)).Status);
        }
    }

    private async Task<string> ColumnAsync(string column, string client) =>
        (await server.ScalarAsync<Guid>($"SELECT {column} FROM authorizations WHERE client_id = $1", client)).ToString();
}

/// <summary>On a server of its own: everybody is out.</summary>
public sealed class EverythingRevokedTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task Nothing_lives_on_and_everybody_may_sign_in_again()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var tokens = await ada.TokensAsync("trusted");
        var machine = (await desk.MachineAsync("machine"))["access_token"]!;
        (await admin.PostAsync("revocations", new { kind = "all", reason = "Keys leaked." })).Is(HttpStatusCode.Created);

        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.False(await desk.IsActiveAsync(machine));
        Outcome.T400(await desk.RefreshAsync("trusted", tokens["refresh_token"]!), "invalid_grant");
        Assert.Equal("login_required", (await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")))).Query["error"]);
        (await admin.PostAsync("revocations", new { kind = "all" })).Is(HttpStatusCode.Unauthorized); // theirs, too

        Assert.True(await desk.IsActiveAsync((await desk.MachineAsync("machine"))["access_token"]!));
        Assert.True(await desk.IsActiveAsync((await ada.TokensAsync("trusted"))["access_token"]!));
    }
}
