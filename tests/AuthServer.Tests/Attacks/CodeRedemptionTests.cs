using System.Net;
using AuthServer.Core.Data;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>A code is used once, by its client, and by whoever holds its verifier.</summary>
[Collection(TokenServer.Name)]
public sealed class CodeRedemptionTests(StandardServer server)
{
    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task TOK_01_code_used_twice_is_refused_and_everything_it_gave_is_revoked()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        var first = await desk.RedeemAsync("trusted", code);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.True(await desk.IsActiveAsync(first["access_token"]!));

        Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("watcher", first["access_token"]!));
        Outcome.Off(await desk.IntrospectAsync("trusted", first["refresh_token"]!));
        Outcome.RS401(await desk.UserInfoAsync(first["access_token"]!));
        Outcome.T400(await desk.RefreshAsync("trusted", first["refresh_token"]!), "invalid_grant");
        Assert.Equal("code_replayed", (await server.GivenAsync(ada, "trusted")).EndReason);
    }

    [Theory]
    [Spec("RFC 6749", "4.1.2")]
    [InlineData(20, 1)]
    [InlineData(50, 2)]
    public async Task TOK_02_of_many_at_once_one_wins_and_its_tokens_are_revoked(int requests, int nodes)
    {
        using var ada = await Person.NewAsync(server);
        using var here = new Desk(server);
        using var there = new Desk((nodes > 1 ? await server.SecondNodeAsync() : server.Node).Address);
        var code = await ada.CodeAsync("trusted");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, requests).Select(i => (i % 2 == 0 ? here : there).RedeemAsync("trusted", code)));

        var winner = Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
        Assert.All(replies.Except([winner]), r => Outcome.T400(r, "invalid_grant"));
        Assert.Equal(1L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM authorizations WHERE user_id = $1", await server.IdOfAsync(ada.Email)));
        // Chosen: every loser of the race is a replay, however close it came.
        Assert.Equal("code_replayed", (await server.GivenAsync(ada, "trusted")).EndReason);
        Outcome.T400(await here.RefreshAsync("trusted", winner["refresh_token"]!), "invalid_grant");
        await Eventually.TrueAsync(async () =>
            !await here.IsActiveAsync(winner["access_token"]!) && !await there.IsActiveAsync(winner["access_token"]!));
    }

    [Fact]
    [Spec("RFC 6749", "5.2")]
    public async Task TOK_03_another_clients_code_is_refused_and_kept_for_its_owner()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        Outcome.T400(await desk.RedeemAsync("other", code), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync("spa", code), "invalid_grant");
        await server.Node.LogSaysAsync("code was issued to another client");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    [Fact]
    [Spec("RFC 7636", "4.6")]
    public async Task TOK_06_code_with_a_challenge_needs_its_verifier()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        Outcome.T400(await desk.RedeemAsync("trusted", code, ("code_verifier", null)), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync("trusted", code, ("code_verifier", "")), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    public static TheoryData<string> WrongVerifiers => new()
    {
        "another-verifier-which-is-long-enough-0123456789-abc", Person.Verifier[..42], Person.Verifier + "x",
        Person.Challenge,
        new('a', 129), Person.Verifier + " ", Person.Verifier.Replace('-', '+'), Person.Verifier.ToUpperInvariant(),
        Person.Verifier + "\u00e9", new('a', 20_000),
    };

    [Theory]
    [Spec("RFC 7636", "4.6")]
    [MemberData(nameof(WrongVerifiers))]
    public async Task TOK_07_wrong_verifier_is_refused(string verifier)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        Outcome.T400(await desk.RedeemAsync("trusted", code, ("code_verifier", verifier)), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    [Fact]
    [Spec("RFC 9700", "4.8.2")]
    public async Task TOK_08_verifier_without_a_challenge_is_refused()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("lenient", ("code_challenge", null), ("code_challenge_method", null));
        Outcome.T400(await desk.RedeemAsync("lenient", code), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("lenient", code, ("code_verifier", null))).Status);
    }

    /// <summary>An unconfirmed address does not stop sign-in yet, so it does not stop redemption either.</summary>
    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET epoch = nextval('epochs') WHERE id = $1")]
    [InlineData(
        "DELETE FROM sessions WHERE user_id = $1; DELETE FROM user_roles WHERE user_id = $1; "
        + "DELETE FROM users WHERE id = $1")]
    public async Task TOK_22_user_gone_or_disabled_before_redemption_gets_nothing(string change)
    {
        using var ada = await Person.NewAsync(server);
        using var bob = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (code, control) = (await ada.CodeAsync("trusted"), await bob.CodeAsync("trusted"));
        var id = await server.IdOfAsync(ada.Email);
        // Nobody tells the nodes: the statement that redeems sees for itself.
        foreach (var statement in change.Split("; "))
            await server.ExecuteAsync(statement, id);
        Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM authorizations WHERE user_id = $1", id));
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", control)).Status);
    }

    [Theory]
    [InlineData("sessions", "ended_at = now(), end_reason = 1", "openid", true)]
    [InlineData("sessions", "expires_at = now()", "openid", true)]
    [InlineData("sessions", "ended_at = now(), end_reason = 2", "openid offline_access", true)]
    [InlineData("sessions", "ended_at = now(), end_reason = 2", "openid", false)]
    [InlineData("sessions", "ended_at = now(), end_reason = 10", "openid offline_access", false)]
    [InlineData("sessions", "ended_at = now(), end_reason = 11", "openid offline_access", false)]
    [InlineData("consents", null, "openid", false)]
    [InlineData("consents", "scopes = '{openid}'", "openid profile", false)]
    public async Task Code_dies_with_its_session_and_consent_as_the_reason_says(
        string table, string? change, string scope, bool works)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("web", ("scope", scope));
        var sql = (change is null ? $"DELETE FROM {table}" : $"UPDATE {table} SET {change}") + " WHERE user_id = $1";
        await server.ExecuteAsync(sql, await server.IdOfAsync(ada.Email));
        var reply = await desk.RedeemAsync("web", code);
        if (works)
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        else
            Outcome.T400(reply, "invalid_grant");
    }

    [Theory]
    [InlineData("UPDATE clients SET enabled = false WHERE client_id = $1")]
    [InlineData("UPDATE clients SET epoch = nextval('epochs') WHERE client_id = $1")]
    public async Task Code_of_a_client_that_was_ended_is_refused_before_any_node_hears_of_it(string change)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("trusted");
        var code = await ada.CodeAsync(client);
        await server.ExecuteAsync(change, client);
        Outcome.T400(await desk.RedeemAsync(client, code), "invalid_grant");
        await server.TellAsync(FeedKind.ClientChanged, client);
    }
}
