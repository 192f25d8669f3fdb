using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Fabric;

/// <summary>One server of three nodes: real processes on one database.</summary>
public sealed class ThreeNodes : AccountServer, IAsyncLifetime
{
    private const string ShopCallback = "https://shop.example/cb";

    private readonly List<ServerProcess> _more = [];

    /// <summary>The back door of each.</summary>
    internal IReadOnlyList<Desk> Desks { get; private set; } = [];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _more.Add(await StartNodeAsync());
        _more.Add(await StartNodeAsync());
        Desks = [new Desk(Node.Address), .. _more.Select(n => new Desk(n.Address))];
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var desk in Desks)
            desk.Dispose();
        foreach (var node in _more)
            await node.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>Somebody who signed in with an app of ours that nobody else uses; good on every node.</summary>
    internal async Task<Victim> NewVictimAsync()
    {
        using var ada = await Person.NewAsync(this);
        var client = await NewClientAsync(Backend, new JsonObject { ["require_consent"] = false });
        var tokens = await ada.TokensAsync(client, ("redirect_uri", ShopCallback), ("scope", "openid offline_access"));
        var victim = new Victim(client, await IdOfAsync(ada.Email), tokens["access_token"]!, tokens["refresh_token"]!);
        foreach (var desk in Desks)
            Assert.Null(await victim.DeadAtAsync(desk)); // and what is cached, is cached
        return victim;
    }

    /// <summary>What an administrator names it by.</summary>
    internal async Task<string?> KeyOfAsync(string kind, Victim victim) => kind switch
    {
        "token" => victim.AccessToken,
        "user" => victim.UserId.ToString(),
        "client" => victim.ClientId,
        "all" => null,
        _ => (await ScalarAsync<Guid>(
            $"SELECT {(kind == "session" ? "session_id" : "id")} FROM authorizations WHERE client_id = $1", victim.ClientId)).ToString(),
    };
}

/// <summary>What somebody holds.</summary>
internal sealed record Victim(string ClientId, Guid UserId, string AccessToken, string RefreshToken)
{
    /// <summary>Asks a node at each of its doors.</summary>
    /// <returns>Null: the token is good at all; true: it is dead at all; false: it is dead at some.</returns>
    public async Task<bool?> DeadAtAsync(Desk desk)
    {
        var introspected = (await desk.IntrospectAsync("watcher", AccessToken))["active"] == "False";
        var userInfo = (await desk.UserInfoAsync(AccessToken)).Status == HttpStatusCode.Unauthorized;
        var own = (await desk.Channel.GetAsync("/api/account/profile", AccessToken)).Status == HttpStatusCode.Unauthorized;
        return introspected && userInfo && own ? true : introspected || userInfo || own ? false : null;
    }
}
