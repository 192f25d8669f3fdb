using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>DESIGN section 2.3, sentence by sentence: what each generation is worth, and when.</summary>
[Collection(TokenServer.Name)]
public sealed class RefreshGenerationsTests(StandardServer server)
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Older_token_inside_the_grace_of_its_own_rotation_is_refused_and_ends_nothing()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await RotateAsync(ada, desk, 3);
        Outcome.T400(await desk.RefreshAsync("trusted", tokens[0]), "invalid_grant");
        Assert.Null((await server.GivenAsync(ada, "trusted")).EndReason);
        Assert.Equal(tokens[2], (await desk.RefreshAsync("trusted", tokens[1]))["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", tokens[2])).Status);
    }

    [Fact]
    public async Task Older_token_out_of_the_grace_of_its_own_rotation_ends_the_authorization()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await RotateAsync(ada, desk, 3);
        await server.ExecuteAsync(
            "UPDATE authorizations SET previously_rotated_at = previously_rotated_at - $2 WHERE id = $1",
            (await server.GivenAsync(ada, "trusted")).Id, PastGrace);
        Outcome.T400(await desk.RefreshAsync("trusted", tokens[0]), "invalid_grant");
        Assert.Equal("refresh_token_reused", (await server.GivenAsync(ada, "trusted")).EndReason);
        Outcome.T400(await desk.RefreshAsync("trusted", tokens[2]), "invalid_grant");
    }

    [Fact]
    public async Task Token_of_three_generations_ago_ends_the_authorization()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await RotateAsync(ada, desk, 4);
        Outcome.T400(await desk.RefreshAsync("trusted", tokens[0]), "invalid_grant");
        Assert.Equal("refresh_token_reused", (await server.GivenAsync(ada, "trusted")).EndReason);
    }

    [Fact]
    public async Task Token_ahead_of_its_row_is_an_alarm_and_no_end()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await RotateAsync(ada, desk, 3);
        var given = await server.GivenAsync(ada, "trusted");
        // As an old copy of the database would have it.
        await server.ExecuteAsync("UPDATE authorizations SET generation = 2 WHERE id = $1", given.Id);
        Outcome.T400(await desk.RefreshAsync("trusted", tokens[2]), "invalid_grant");
        Assert.Null((await server.GivenAsync(ada, "trusted")).EndReason);
        await server.Node.LogSaysAsync($"authorization {given.Id} has generation 3");
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", tokens[1])).Status);
    }

    [Fact]
    public async Task Token_that_does_not_rotate_stays_the_same_however_often_it_is_used()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("steady"))["refresh_token"]!;
        for (var i = 0; i < 5; i++)
        {
            await server.AgeAsync(await server.GivenAsync(ada, "steady"), PastGrace);
            Assert.Equal(token, (await desk.RefreshAsync("steady", token))["refresh_token"]);
        }

        Assert.Equal(1, (await server.GivenAsync(ada, "steady")).Generation);
    }

    [Fact]
    [Spec("RFC 9700", "2.2.2")]
    public async Task Public_clients_tokens_rotate_whatever_it_registered()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("spa", new JsonObject { ["refresh_token_rotation"] = false });
        var login = ClientLogin.Public(client);
        var code = await ada.CodeAsync(client);
        var first = await desk.Channel.TokenAsync(
            login, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));
        var second = await desk.Channel.TokenAsync(
            login, ("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"]!));
        Assert.NotEqual(first["refresh_token"], second["refresh_token"]);
    }

    [Fact]
    public async Task RTK_09_use_puts_the_idle_end_off_and_never_the_absolute_one()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        var id = (await server.GivenAsync(ada, "trusted")).Id;
        await server.ExecuteAsync("UPDATE authorizations SET refresh_expires_at = now() + interval '1 minute' WHERE id = $1", id);
        token = (await desk.RefreshAsync("trusted", token))["refresh_token"]!;
        Assert.True(await server.ScalarAsync<bool>("SELECT refresh_expires_at > now() + interval '6 days' FROM authorizations WHERE id = $1", id));

        await server.ExecuteAsync("UPDATE authorizations SET expires_at = now() + interval '1 minute' WHERE id = $1", id);
        token = (await desk.RefreshAsync("trusted", token))["refresh_token"]!;
        Assert.True(await server.ScalarAsync<bool>("SELECT refresh_expires_at = expires_at FROM authorizations WHERE id = $1", id));

        foreach (var end in new[] { "expires_at", "refresh_expires_at" })
        {
            await server.ExecuteAsync($"UPDATE authorizations SET {end} = now() - interval '1 second' WHERE id = $1", id);
            Outcome.T400(await desk.RefreshAsync("trusted", token), "invalid_grant");
            Outcome.Off(await desk.IntrospectAsync("trusted", token));
            await server.ExecuteAsync($"UPDATE authorizations SET {end} = now() + interval '1 day' WHERE id = $1", id);
        }

        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", token)).Status);
    }

    [Fact]
    public async Task Whatever_races_with_a_revocation_is_dead_after_it()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        var race = Enumerable.Range(0, 30).Select(_ => desk.RefreshAsync("trusted", token)).ToList();
        race.Insert(15, desk.RevokeAsync("trusted", token));
        var replies = await Task.WhenAll(race);
        Assert.Equal(HttpStatusCode.OK, replies[15].Status);
        foreach (var reply in replies.Where((r, i) => i != 15 && r.Status == HttpStatusCode.OK))
        {
            Outcome.Off(await desk.IntrospectAsync("watcher", reply["access_token"]!));
            Outcome.T400(await desk.RefreshAsync("trusted", reply["refresh_token"]!), "invalid_grant");
        }
    }

    /// <summary>The first so many refresh tokens, the last one good.</summary>
    private static async Task<List<string>> RotateAsync(Person ada, Desk desk, int generations)
    {
        var tokens = new List<string> { (await ada.TokensAsync("trusted"))["refresh_token"]! };
        while (tokens.Count < generations)
            tokens.Add((await desk.RefreshAsync("trusted", tokens[^1]))["refresh_token"]!);
        return tokens;
    }
}
