using System.Net;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>More sign-ins at once than can be hashed soon: some are served, the others know at once, nobody else notices.</summary>
public sealed class BusyTests(BusyTests.SlowServer server) : IClassFixture<BusyTests.SlowServer>
{
    private const int AtOnce = 6;

    [Fact]
    public async Task Who_cannot_be_served_soon_is_told_at_once_and_counts_as_no_wrong_password()
    {
        using var desk = new Desk(server);
        var people = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => server.NewUserAsync()));
        var storm = people.Select(async email =>
        {
            using var app = server.NewApp();
            return (email, reply: await app.TryLoginAsync(email, StandardServer.Password));
        }).ToList();
        // While hashes are computed.
        await desk.MachineAsync("machine");
        var replies = await Task.WhenAll(storm);

        var busy = replies.Where(r => r.reply.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(AtOnce, busy.Count + replies.Count(r => r.reply.Status == HttpStatusCode.OK));
        Assert.NotEmpty(busy);
        Assert.InRange(busy.Count, 1, AtOnce - 1);
        foreach (var (_, reply) in busy)
        {
            reply.IsProblem(HttpStatusCode.TooManyRequests, "busy");
            Assert.Equal("5", reply.Header("Retry-After"));
        }

        using var later = server.NewApp();
        await later.LoginAsync(busy[0].email, StandardServer.Password);
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM sign_in_guard"));
    }

    /// <summary>A hash takes about half a second, one at a time, and nobody waits.</summary>
    public sealed class SlowServer : AccountServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [("Password:Iterations", "600000"), ("Password:Lanes", "1"), ("Password:Waiting", "0")];
    }
}
