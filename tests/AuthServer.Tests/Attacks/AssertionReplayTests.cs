using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>CLA: an assertion is used once, on whichever node and whatever happens between.</summary>
public sealed class AssertionReplayTests(StandardServer server) : IClassFixture<StandardServer>, IDisposable
{
    private readonly BackChannel _channel = server.NewBackChannel();

    public void Dispose() => _channel.Dispose();

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revoke")]
    [Spec("RFC 7523", "3")]
    public async Task CLA_07_second_use_is_refused_at_every_endpoint(string path)
    {
        var login = Forged.Login(server);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, login)).Status);
        Outcome.T401(await AskAsync(_channel, login, path), login);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, Forged.Login(server), path)).Status);
    }

    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_07_jti_is_of_its_client_and_of_no_other()
    {
        var twin = await server.NewClientAsync("signed");
        foreach (var client in (string[])["signed", twin])
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, WithId(client, "one-and-the-same"))).Status);
        foreach (var client in (string[])["signed", twin])
            Outcome.T401(await AskAsync(_channel, WithId(client, "one-and-the-same")));
    }

    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_07_of_many_at_once_on_two_nodes_one_wins_and_none_after_a_restart()
    {
        var login = Forged.Login(server);
        await using (var second = await server.StartNodeAsync())
        {
            using var other = new BackChannel(second.Address);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(other, Forged.Login(server))).Status);
            var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => AskAsync(i % 2 == 0 ? _channel : other, login)));
            Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
            foreach (var reply in replies.Where(r => r.Status != HttpStatusCode.OK))
                Outcome.T401(reply, login);
            await second.KillAsync();
        }

        await using var again = await server.StartNodeAsync();
        using var channel = new BackChannel(again.Address);
        Outcome.T401(await AskAsync(channel, login), login);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(channel, Forged.Login(server))).Status);
    }

    [Fact]
    public async Task CLA_07_refused_assertion_uses_up_nothing()
    {
        using var attacker = AuthServer.Protocol.Jose.SigningKey.Create("a-1", "ES256");
        var claims = Forged.AssertionClaims(server);
        var forged = Forged.Jws(attacker, Forged.HeaderOf(attacker), claims);
        Outcome.T401(await AskAsync(_channel, ClientLogin.Assertion(forged)));
        var sound = Forged.Jws(StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned), claims);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, ClientLogin.Assertion(sound))).Status);
    }

    private ClientLogin WithId(string client, string id) =>
        ClientLogin.Assertion(Forged.Assertion(server, client, c => c["jti"] = id));

    internal static Task<Reply> AskAsync(BackChannel channel, ClientLogin login, string path = "/connect/token") => channel.PostAsync(
        path, login, path == "/connect/token" ? ("grant_type", "client_credentials") : ("token", "nothing"));
}

/// <summary>CLA: the store of used assertions is away. In a class of its own, since its server then refuses everybody's.</summary>
public sealed class ReplayStoreFaultTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_25_no_store_no_acceptance()
    {
        using var channel = server.NewBackChannel();
        var waiting = Forged.Login(server);
        await server.ExecuteAsync("ALTER TABLE replays RENAME TO replays_away");
        var reply = await AssertionReplayTests.AskAsync(channel, waiting);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.NotNull(reply.Header("Retry-After"));
        Assert.Equal("temporarily_unavailable", reply["error"]);
        Assert.DoesNotContain("replays", reply.Text, StringComparison.Ordinal);
        // Who needs no store is not held up.
        Assert.Equal(HttpStatusCode.OK, (await AssertionReplayTests.AskAsync(channel, StandardServer.Login("machine"))).Status);

        await server.ExecuteAsync("ALTER TABLE replays_away RENAME TO replays");
        Assert.Equal(HttpStatusCode.OK, (await AssertionReplayTests.AskAsync(channel, waiting)).Status);
        Outcome.T401(await AssertionReplayTests.AskAsync(channel, waiting));
    }
}
