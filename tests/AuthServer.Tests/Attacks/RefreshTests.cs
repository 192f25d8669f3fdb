using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Refresh tokens: one line of generations, and a short memory for a lost answer.</summary>
[Collection(TokenServer.Name)]
public sealed class RefreshTests(StandardServer server)
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromMinutes(2);

    [Theory]
    [Spec("RFC 9700", "4.14.2")]
    [InlineData("spa")]
    [InlineData("trusted")]
    public async Task RTK_01_RTK_02_used_token_ends_everything_once_its_grace_is_over(string client)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var first = await ada.TokensAsync(client);
        var second = await desk.RefreshAsync(client, first["refresh_token"]!);
        var again = await desk.RefreshAsync(client, first["refresh_token"]!);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(second["refresh_token"], again["refresh_token"]);

        await server.AgeAsync(await server.GivenAsync(ada, client), PastGrace);
        Outcome.T400(await desk.RefreshAsync(client, first["refresh_token"]!), "invalid_grant");
        Outcome.T400(await desk.RefreshAsync(client, second["refresh_token"]!), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("watcher", second["access_token"]!));
        Outcome.RS401(await desk.UserInfoAsync(first["access_token"]!));
        var given = await server.GivenAsync(ada, client);
        Assert.Equal("refresh_token_reused", given.EndReason);
        await server.Node.LogSaysAsync($"A refresh token of authorization {given.Id}");
    }

    [Theory]
    [Spec("RFC 9700", "4.14.2")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RTK_03_a_hundred_at_once_get_one_successor_and_one_generation(int nodes)
    {
        using var ada = await Person.NewAsync(server);
        using var here = new Desk(server);
        using var there = new Desk((nodes > 1 ? await server.SecondNodeAsync() : server.Node).Address);
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? here : there).RefreshAsync("trusted", token)));

        Assert.All(replies, r => Assert.Equal(HttpStatusCode.OK, r.Status));
        var successor = Assert.Single(replies.Select(r => r["refresh_token"]).Distinct())!;
        var given = await server.GivenAsync(ada, "trusted");
        Assert.Equal(2, given.Generation);
        Assert.Null(given.EndReason);
        // One line: past the grace the successor alone is good.
        await server.AgeAsync(given, PastGrace);
        Assert.Equal(HttpStatusCode.OK, (await there.RefreshAsync("trusted", successor)).Status);
        await server.AgeAsync(given, PastGrace);
        Outcome.T400(await here.RefreshAsync("trusted", token), "invalid_grant");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RTK_04_thief_and_owner_are_both_out_whoever_comes_second(bool thiefFirst)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var stolen = (await ada.TokensAsync("spa"))["refresh_token"]!;
        var first = await desk.RefreshAsync("spa", stolen);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        await server.AgeAsync(await server.GivenAsync(ada, "spa"), PastGrace);
        if (thiefFirst)
        {
            // And goes on, so that the owner's token is two generations old.
            first = await desk.RefreshAsync("spa", first["refresh_token"]!);
            Assert.Equal(HttpStatusCode.OK, first.Status);
            await server.AgeAsync(await server.GivenAsync(ada, "spa"), PastGrace);
        }

        Outcome.T400(await desk.RefreshAsync("spa", stolen), "invalid_grant");
        Outcome.T400(await desk.RefreshAsync("spa", first["refresh_token"]!), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("watcher", first["access_token"]!));
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task RTK_05_token_is_its_clients_alone_and_survives_anothers_try()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        foreach (var thief in new[] { "other", "spa" })
            Outcome.T400(await desk.RefreshAsync(thief, token), "invalid_grant");
        var nobody = ClientLogin.Public("trusted");
        Outcome.T401(
            await desk.Channel.TokenAsync(nobody, ("grant_type", "refresh_token"), ("refresh_token", token)), nobody);
        Assert.Equal(1, (await server.GivenAsync(ada, "trusted")).Generation);

        // A thief whose token is old ends nothing: the client is judged before the generation.
        var next = await desk.RefreshAsync("trusted", token);
        await server.AgeAsync(await server.GivenAsync(ada, "trusted"), PastGrace);
        Outcome.T400(await desk.RefreshAsync("other", token), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", next["refresh_token"]!)).Status);
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task RTK_06_scope_narrows_for_one_answer_and_never_widens()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        foreach (var wide in new[] { "openid orders.write", "profile", "orders.read no.such", "admin" })
            Outcome.T400(await desk.RefreshAsync("trusted", token, ("scope", wide)), "invalid_scope");
        Assert.Equal(1, (await server.GivenAsync(ada, "trusted")).Generation);

        var narrow = await desk.RefreshAsync("trusted", token, ("scope", "orders.read"));
        Assert.Equal("orders.read", narrow["scope"]);
        Assert.Null(narrow["id_token"]);
        Assert.Equal("orders.read", (await desk.IntrospectAsync("watcher", narrow["access_token"]!))["scope"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.UserInfoAsync(narrow["access_token"]!)).Status);
        var whole = await desk.RefreshAsync("trusted", narrow["refresh_token"]!);
        Assert.Equal("openid offline_access orders.read", whole["scope"]);
        Assert.NotNull(whole["id_token"]);
    }

    [Fact]
    [Spec("RFC 8707", "2.2")]
    public async Task Refresh_never_reaches_a_resource_that_was_not_given_and_the_try_costs_nothing()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync(
            "trusted", new JsonObject { ["scope"] = "openid offline_access orders.read mail.read" });
        var token = (await ada.TokensAsync(client))["refresh_token"]!;
        foreach (var resource in new[] { "https://mail.example", "https://nobody.example", "" })
        {
            var reply = await desk.RefreshAsync(client, token, ("resource", StandardServer.OrdersApi), ("resource", resource));
            if (resource.Length > 0)
                Outcome.T400(reply, "invalid_target");
        }

        Assert.Equal(2, (await server.GivenAsync(ada, client)).Generation);
        var narrowed = await desk.RefreshAsync(client, token, ("resource", StandardServer.OrdersApi), ("scope", "openid"));
        Outcome.T400(narrowed, "invalid_target");
        var good = await desk.RefreshAsync(client, token, ("resource", StandardServer.OrdersApi), ("scope", "orders.read"));
        Assert.Equal(StandardServer.OrdersApi, CodeFlowTests.Claims(good["access_token"]!).GetProperty("aud").GetString());
    }

    [Fact]
    [Spec("OIDC Core", "12.2")]
    public async Task RTK_11_refreshed_tokens_speak_of_the_same_sign_in()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var first = await ada.TokensAsync("trusted");
        // Signing in again changes what the browser's session says, and nothing of what was given before.
        await server.ExecuteAsync("UPDATE sessions SET auth_time = now() + interval '1 hour' WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        var second = await desk.RefreshAsync("trusted", first["refresh_token"]!, ("nonce", "another"), ("sub", "another"));
        var (before, after) = (CodeFlowTests.Claims(first["id_token"]!), CodeFlowTests.Claims(second["id_token"]!));
        foreach (var claim in new[] { "iss", "sub", "aud", "auth_time", "sid", "amr" })
            Assert.Equal(before.GetProperty(claim).ToString(), after.GetProperty(claim).ToString());
        Assert.False(after.TryGetProperty("nonce", out _));
        var (old, fresh) = (CodeFlowTests.Claims(first["access_token"]!), CodeFlowTests.Claims(second["access_token"]!));
        foreach (var claim in new[] { "iss", "sub", "aud", "client_id", "sid", "auth_time", "scope" })
            Assert.Equal(old.GetProperty(claim).ToString(), fresh.GetProperty(claim).ToString());
        Assert.NotEqual(old.GetProperty("jti").ToString(), fresh.GetProperty("jti").ToString());
    }
}
