using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Core.Data;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Introspection: RFC 7662. Whatever is not good, or not the caller's business, looks the same.</summary>
[Collection(TokenServer.Name)]
public sealed class IntrospectionTests(StandardServer server)
{
    [Fact]
    [Spec("RFC 7662", "2.1")]
    public async Task RTK_21_only_clients_that_prove_themselves_may_ask()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("spa"))["access_token"]!;
        var nobody = new[]
        {
            ClientLogin.Anonymous,
            ClientLogin.Basic("watcher", "wrong"),
            ClientLogin.Post("watcher", StandardServer.Secret),
            ClientLogin.Basic("no-such-client", StandardServer.Secret),
            ClientLogin.Public("watcher"),
            ClientLogin.Public("spa"),
        };
        foreach (var login in nobody)
            Outcome.T401(await desk.Channel.PostAsync("/connect/introspect", login, ("token", token)), login);

        var get = new HttpRequestMessage(HttpMethod.Get, $"/connect/introspect?token={token}");
        get.Headers.Authorization = StandardServer.Login("watcher").Authorization;
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await desk.Channel.SendAsync(get)).Status);
        var nothing = await desk.Channel.PostAsync("/connect/introspect", StandardServer.Login("watcher"));
        Outcome.T400(nothing, "invalid_request");
        Assert.True(await desk.IsActiveAsync(token));
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    public async Task RTK_21_no_page_of_any_origin_may_read_the_answer(string method)
    {
        using var desk = new Desk(server);
        var request = new HttpRequestMessage(new HttpMethod(method), "/connect/introspect");
        request.Headers.Add("Origin", "https://app.example"); // a client's own, which the token endpoint admits
        request.Headers.Add("Access-Control-Request-Method", "POST");
        var reply = await desk.Channel.SendAsync(request);
        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
        Assert.Null(reply.Header("Access-Control-Allow-Methods"));
    }

    [Theory]
    [Spec("RFC 7662", "2.2")]
    [InlineData("trusted")]
    [InlineData("opaque")]
    public async Task RTK_22_RTK_24_token_is_off_for_whoever_it_is_not_meant_for(string owner)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var mail = await server.NewClientAsync(
            "api", new JsonObject { ["resources"] = new JsonArray("https://mail.example") });
        var tokens = await ada.TokensAsync(owner);
        var token = tokens["access_token"]!;
        for (var round = 0; round < 2; round++)
        {
            // Its client, its API, and the one that may see all: in turn with those that may not.
            Assert.Equal("True", (await desk.IntrospectAsync(owner, token))["active"]);
            Outcome.Off(await desk.IntrospectAsync("other", token));
            Assert.Equal("True", (await desk.IntrospectAsync("api", token))["active"]);
            Outcome.Off(await desk.IntrospectAsync(mail, token));
            Assert.True(await desk.IsActiveAsync(token));
            Outcome.Off(await desk.IntrospectAsync("machine", token));
        }

        foreach (var caller in new[] { "api", "watcher", "other", mail })
            Outcome.Off(await desk.IntrospectAsync(caller, tokens["refresh_token"]!));
        Assert.Equal("True", (await desk.IntrospectAsync(owner, tokens["refresh_token"]!))["active"]);
        string[] garbage =
            [tokens["id_token"]!, "nonsense", "a.b.c", token + "x", token[..^1], "eyJhbGciOiJub25lIn0.e30."];
        foreach (var none in garbage)
            Outcome.Off(await desk.IntrospectAsync("watcher", none));
    }

    [Fact]
    public async Task RTK_22_expired_token_is_off()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        foreach (var format in new[] { "jwt", "opaque" })
        {
            var client = await server.NewClientAsync(
                "trusted", new JsonObject { ["access_token_lifetime"] = 1, ["access_token_format"] = format });
            var token = (await ada.TokensAsync(client))["access_token"]!;
            await Eventually.TrueAsync(async () => !await desk.IsActiveAsync(token));
            Outcome.Off(await desk.IntrospectAsync("watcher", token));
            Outcome.RS401(await desk.UserInfoAsync(token));
        }
    }

    [Fact]
    public async Task RTK_22_TOK_19_tokens_and_codes_of_another_server_are_nothing_here()
    {
        var abroad = new StandardServer();
        await abroad.InitializeAsync();
        try
        {
            using var ada = await Person.NewAsync(abroad);
            using var there = new Desk(abroad);
            using var here = new Desk(server);
            var (code, tokens) = (await ada.CodeAsync("trusted"), await ada.TokensAsync("opaque"));
            Outcome.T400(await here.RedeemAsync("trusted", code), "invalid_grant");
            Outcome.T400(await here.RefreshAsync("opaque", tokens["refresh_token"]!), "invalid_grant");
            Outcome.Off(await here.IntrospectAsync("watcher", tokens["access_token"]!));
            Outcome.Off(await here.IntrospectAsync("opaque", tokens["refresh_token"]!));
            Outcome.RS401(await here.UserInfoAsync(tokens["access_token"]!));
            var redeemed = await there.RedeemAsync("trusted", code);
            Assert.Equal(HttpStatusCode.OK, redeemed.Status);
            Outcome.Off(await here.IntrospectAsync("watcher", redeemed["access_token"]!));
            Assert.True(await there.IsActiveAsync(redeemed["access_token"]!));
        }
        finally
        {
            await abroad.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RTK_23_the_stricter_of_two_revocations_wins_in_either_order(bool serverFirst)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("trusted");
        var tokens = await ada.TokensAsync(client);
        var code = await ada.CodeAsync(client);
        var machine = (await desk.MachineAsync("machine"))["access_token"]!;
        // The client's own is older than everything that it was given, the server's is newer.
        var older = await server.ScalarAsync<long>("SELECT epoch FROM clients WHERE client_id = $1", client);
        var newer = await server.ScalarAsync<long>("SELECT nextval('epochs')");
        if (serverFirst)
            await server.TellAsync(FeedKind.AllRevoked, "", newer);
        await server.TellAsync(FeedKind.ClientRevoked, client, older);
        if (!serverFirst)
            await server.TellAsync(FeedKind.AllRevoked, "", newer);

        await Eventually.TrueAsync(async () => !await desk.IsActiveAsync(tokens["access_token"]!));
        Outcome.Off(await desk.IntrospectAsync("watcher", machine));
        Outcome.RS401(await desk.UserInfoAsync(tokens["access_token"]!));
        Outcome.Off(await desk.IntrospectAsync(client, tokens["refresh_token"]!));
        Outcome.T400(await desk.RefreshAsync(client, tokens["refresh_token"]!), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync(client, code), "invalid_grant");
        Assert.Equal(1, (await server.GivenAsync(ada, client)).Generation);
        Assert.True(await desk.IsActiveAsync((await ada.TokensAsync(client))["access_token"]!));
    }
}
