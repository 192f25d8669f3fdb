using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>What a database that breaks at the worst moment may cost: an answer, never a token too many.</summary>
public sealed class TokenFaultTests(TokenFaultTests.Server server) : IClassFixture<TokenFaultTests.Server>
{
    [Fact]
    public async Task TOK_25_node_that_lost_the_answer_of_its_insert_knows_that_it_won()
    {
        using var ada = await Person.NewAsync(server);
        var node = await server.FragileNodeAsync();
        var code = await ada.CodeAsync("trusted");
        node.Wire.BreakAt("INSERT INTO authorizations", Break.AfterTheStatement);
        var tokens = await node.Desk.RedeemAsync("trusted", code);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.ToString());
        Assert.True(node.Wire.IsSprung);
        Assert.Equal(HttpStatusCode.OK, (await node.Desk.RefreshAsync("trusted", tokens["refresh_token"]!)).Status);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task TOK_25_client_that_lost_the_answer_may_not_use_the_code_again_and_nobody_has_its_tokens()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        var lost = await desk.RedeemAsync("trusted", code); // in the client's eyes it never came
        Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
        Assert.False(await desk.IsActiveAsync(lost["access_token"]!));
        Outcome.T400(await desk.RefreshAsync("trusted", lost["refresh_token"]!), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", await ada.CodeAsync("trusted"))).Status);
    }

    [Fact]
    public async Task TOK_26_error_before_the_commit_costs_an_answer_and_not_the_code()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var node = await server.FragileNodeAsync();
        var code = await ada.CodeAsync("trusted");

        // Once is healed by the node itself.
        node.Wire.BreakAt("INSERT INTO authorizations", Break.BeforeTheStatement);
        var healed = await node.Desk.RedeemAsync("trusted", code);
        Assert.True(node.Wire.IsSprung);
        Assert.Equal(HttpStatusCode.OK, healed.Status);

        code = await ada.CodeAsync("trusted");
        await server.ExecuteAsync("ALTER TABLE authorizations RENAME TO away");
        try
        {
            Outage(await desk.RedeemAsync("trusted", code));
            Outage(await desk.RedeemAsync("trusted", code, ("redirect_uri", "https://elsewhere.example")));
            Outage(await desk.RefreshAsync("trusted", healed["refresh_token"]!));
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE away RENAME TO authorizations");
        }

        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", healed["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task TOK_26_connections_that_are_killed_are_replaced()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        for (var round = 0; round < 3; round++)
        {
            var code = await ada.CodeAsync("trusted");
            await server.ExecuteAsync(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'AuthServer'
                """);
            Reply? reply = null;
            for (var attempt = 0; attempt < 20 && reply?.Status != HttpStatusCode.OK; attempt++)
            {
                reply = await desk.RedeemAsync("trusted", code);
                if (reply.Status != HttpStatusCode.OK)
                    Outage(reply);
            }

            Assert.Equal(HttpStatusCode.OK, reply!.Status); // asked at least once
        }
    }

    [Fact]
    public async Task TOK_27_keys_that_cannot_be_read_cost_no_code()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (first, second) = (await ada.CodeAsync("trusted"), await ada.CodeAsync("trusted"));
        await server.ExecuteAsync("ALTER TABLE keys RENAME TO keys_away");
        ServerProcess? late = null;
        try
        {
            // A node that has its keys goes on with them; one that starts now answers nothing, and burns nothing.
            Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", first)).Status);
            late = await server.LaunchNodeAsync();
            using var there = new Desk(late.Address);
            Reply? reply = null;
            await Eventually.TrueAsync(async () =>
            {
                reply = await OrNullAsync(() => there.RedeemAsync("trusted", second));
                return reply is not null;
            });
            Outage(reply!); // set before it ended
            await server.ExecuteAsync("ALTER TABLE keys_away RENAME TO keys");
            await Eventually.TrueAsync(
                async () => (await there.Channel.GetAsync("/health/ready")).Status == HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.OK, (await there.RedeemAsync("trusted", second)).Status);
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE IF EXISTS keys_away RENAME TO keys");
            if (late is not null)
                await late.DisposeAsync();
        }
    }

    [Fact]
    [Spec("RFC 7009", "2.2.1")]
    public async Task RTK_18_revocation_that_cannot_be_stored_is_503_and_never_200()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var node = await server.FragileNodeAsync();
        var tokens = await ada.TokensAsync("trusted");
        await server.ExecuteAsync("ALTER TABLE feed RENAME TO feed_away");
        try
        {
            Outage(await desk.RevokeAsync("trusted", tokens["access_token"]!));
            Outage(await desk.RevokeAsync("trusted", tokens["refresh_token"]!));
            // And who cannot know what is revoked does not say "active".
            await Eventually.TrueAsync(async () =>
                (await desk.UserInfoAsync(tokens["access_token"]!)).Status == HttpStatusCode.ServiceUnavailable);
            Outage(await desk.IntrospectAsync("watcher", tokens["access_token"]!));
            Outage(await desk.UserInfoAsync(tokens["access_token"]!));
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE feed_away RENAME TO feed");
        }

        // Nothing of what failed has happened by halves.
        Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));
        var next = await desk.RefreshAsync("trusted", tokens["refresh_token"]!);
        Assert.Equal(HttpStatusCode.OK, next.Status);

        node.Wire.BreakAt("UPDATE authorizations SET ended_at", Break.BeforeTheStatement);
        Outage(await node.Desk.RevokeAsync("trusted", next["refresh_token"]!));
        Assert.True(await desk.IsActiveAsync(next["access_token"]!));
        node.Wire.BreakAt("UPDATE authorizations SET ended_at", Break.AfterTheStatement);
        Outage(await node.Desk.RevokeAsync("trusted", next["refresh_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await node.Desk.RevokeAsync("trusted", next["refresh_token"]!)).Status);
        await Eventually.TrueAsync(async () =>
            !await desk.IsActiveAsync(next["access_token"]!) && !await node.Desk.IsActiveAsync(next["access_token"]!));
    }

    [Fact]
    public async Task RTK_02_answer_lost_between_node_and_database_is_healed_by_the_node_that_asks_again()
    {
        using var ada = await Person.NewAsync(server);
        var node = await server.FragileNodeAsync();
        var token = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        foreach (var (when, generation) in new[] { (Break.BeforeTheStatement, 2), (Break.AfterTheStatement, 3) })
        {
            node.Wire.BreakAt("UPDATE authorizations t", when);
            var healed = await node.Desk.RefreshAsync("trusted", token);
            Assert.True(node.Wire.IsSprung);
            Assert.Equal(HttpStatusCode.OK, healed.Status);
            Assert.Equal(generation, (await server.GivenAsync(ada, "trusted")).Generation); // once, whatever was lost
            // Whoever lost our answer, too, gets the same one again.
            Assert.Equal(healed["refresh_token"], (await node.Desk.RefreshAsync("trusted", token))["refresh_token"]);
            token = healed["refresh_token"]!;
        }

        Assert.Equal(HttpStatusCode.OK, (await node.Desk.RefreshAsync("trusted", token)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RTK_07_reuse_is_known_after_the_node_or_all_of_them_were_restarted(bool all)
    {
        using var ada = await Person.NewAsync(server);
        using var before = new Desk(server);
        var used = (await ada.TokensAsync("trusted"))["refresh_token"]!;
        var next = await before.RefreshAsync("trusted", used);
        Assert.Equal(HttpStatusCode.OK, next.Status);
        await server.AgeAsync(await server.GivenAsync(ada, "trusted"), TimeSpan.FromMinutes(2));
        if (all)
            await server.EndFragileNodeAsync();
        await server.RestartAsync();

        using var after = new Desk(server);
        Assert.Equal("True", (await after.IntrospectAsync("trusted", next["refresh_token"]!))["active"]);
        Outcome.T400(await after.RefreshAsync("trusted", used), "invalid_grant");
        Outcome.T400(await after.RefreshAsync("trusted", next["refresh_token"]!), "invalid_grant");
        Outcome.Off(await after.IntrospectAsync("watcher", next["access_token"]!));
        Assert.Equal("refresh_token_reused", (await server.GivenAsync(ada, "trusted")).EndReason);
    }

    /// <summary>SAFE5XX.</summary>
    private static void Outage(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.ServiceUnavailable, reply.ToString());
        Assert.NotNull(reply.Header("Retry-After"));
        Assert.Equal("temporarily_unavailable", reply["error"]);
        Assert.DoesNotContain("authorizations", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", reply.Text, StringComparison.Ordinal);
    }

    private static async Task<Reply?> OrNullAsync(Func<Task<Reply>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException)
        {
            return null; // not listening yet
        }
    }

    /// <summary>A server whose tables go away for a moment: nobody else's tests run on it.</summary>
    public sealed class Server : StandardServer, IAsyncLifetime
    {
        private FragileNode? _fragile;

        async Task IAsyncLifetime.DisposeAsync()
        {
            await EndFragileNodeAsync();
            await DisposeAsync();
        }

        internal async Task<FragileNode> FragileNodeAsync() => _fragile ??= await FragileNode.StartAsync(this);

        internal async Task EndFragileNodeAsync()
        {
            if (_fragile is not null)
                await _fragile.DisposeAsync();
            _fragile = null;
        }
    }

    /// <summary>One more node, behind a wire that breaks.</summary>
    internal sealed record FragileNode(ServerProcess Process, BrokenWire Wire, Desk Desk) : IAsyncDisposable
    {
        public static async Task<FragileNode> StartAsync(StandardServer server)
        {
            var wire = new BrokenWire(server.ConnectionString);
            var process = await server.StartNodeAsync(("ConnectionStrings:Default", wire.ConnectionString));
            return new FragileNode(process, wire, new Desk(process.Address));
        }

        public async ValueTask DisposeAsync()
        {
            Desk.Dispose();
            await Process.DisposeAsync();
            await Wire.DisposeAsync();
        }
    }
}
