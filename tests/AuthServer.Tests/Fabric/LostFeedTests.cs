using System.Diagnostics;
using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Fabric;

/// <summary>A node that does not hear what is revoked notices, and says 503 or asks: never "active".</summary>
public sealed class LostFeedTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task DBN_21_node_that_hears_nothing_any_more_never_says_active_a_second_after_a_revocation()
    {
        await using var wire = new BrokenWire(server.ConnectionString);
        await using var node = await server.StartNodeAsync(("ConnectionStrings:Default", wire.ConnectionString));
        using var cutOff = new Desk(node.Address);
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        Assert.True(await cutOff.IsActiveAsync(token));
        Assert.Equal(HttpStatusCode.OK, (await cutOff.UserInfoAsync(token)).Status);

        wire.Hold(); // packets vanish: no connection breaks, nobody is told
        (await admin.PostAsync("revocations", new { kind = "user", key = await server.IdOfAsync(ada.Email) })).Is(HttpStatusCode.Created);
        await Task.Delay(TimeSpan.FromSeconds(1));

        var asked = Stopwatch.StartNew();
        var replies = new List<Reply>();
        while (asked.Elapsed < TimeSpan.FromSeconds(8))
            replies.AddRange(await Task.WhenAll(cutOff.IntrospectAsync("watcher", token), cutOff.UserInfoAsync(token)));
        Assert.All(replies, r => Assert.True(r.Status == HttpStatusCode.ServiceUnavailable && r.Header("Retry-After") is not null, r.ToString()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cutOff.Channel.GetAsync("/health/ready")).Status); // no traffic, please
        Assert.Equal(HttpStatusCode.OK, (await cutOff.Channel.GetAsync("/health/live")).Status);

        // What was on its way all the time says how things stood then: it is not believed now.
        wire.LetGo();
        Reply? last = null;
        await Eventually.TrueAsync(async () =>
        {
            last = await cutOff.IntrospectAsync("watcher", token);
            Assert.NotEqual("True", last.Status == HttpStatusCode.OK ? last["active"] : null);
            return last.Status == HttpStatusCode.OK;
        });
        Outcome.Off(last!); // asked at least once
        Assert.Equal(HttpStatusCode.Unauthorized, (await cutOff.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task DBN_21_node_whose_connections_are_cut_asks_anew_and_is_right()
    {
        await using var wire = new BrokenWire(server.ConnectionString);
        await using var node = await server.StartNodeAsync(("ConnectionStrings:Default", wire.ConnectionString));
        using var there = new Desk(node.Address);
        using var admin = await Administrator.NewAsync(server);
        for (var round = 0; round < 5; round++)
        {
            using var ada = await Person.NewAsync(server);
            var token = (await ada.TokensAsync("trusted"))["access_token"]!;
            Assert.True(await there.IsActiveAsync(token));
            await server.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'behind-a-wire'");
            (await admin.PostAsync("revocations", new { kind = "token", key = token })).Is(HttpStatusCode.Created);
            var answered = Stopwatch.StartNew();
            while (true)
            {
                var reply = await there.IntrospectAsync("watcher", token);
                if (reply.Status == HttpStatusCode.OK && reply["active"] == "False")
                    break;
                Assert.True(
                    reply.Status == HttpStatusCode.ServiceUnavailable || answered.Elapsed < TimeSpan.FromSeconds(1),
                    $"after {answered.Elapsed}: {reply}");
            }
        }
    }

    [Fact]
    public async Task DBN_21_node_that_cannot_read_the_feed_says_503_and_reads_all_of_it_afterwards()
    {
        await using var wire = new BrokenWire(server.ConnectionString);
        await using var node = await server.StartNodeAsync(("ConnectionStrings:Default", wire.ConnectionString));
        using var there = new Desk(node.Address);
        using var admin = await Administrator.NewAsync(server);
        var victims = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var ada = await Person.NewAsync(server);
            victims.Add((await ada.TokensAsync("trusted"))["access_token"]!);
            Assert.True(await there.IsActiveAsync(victims[i]));
        }

        wire.Hold();
        foreach (var token in victims)
            (await admin.PostAsync("revocations", new { kind = "token", key = token })).Is(HttpStatusCode.Created);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await there.IntrospectAsync("watcher", victims[0])).Status);
        wire.LetGo();
        await Eventually.TrueAsync(async () => (await there.Channel.GetAsync("/health/ready")).Status == HttpStatusCode.OK);
        foreach (var token in victims)
            Outcome.Off(await there.IntrospectAsync("watcher", token));
    }
}
