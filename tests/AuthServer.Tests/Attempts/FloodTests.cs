using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>A server that writes few attempts down.</summary>
public sealed class TerseServer : StandardServer
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings, ("Recorder:PerSenderPerMinute", "5"), ("Recorder:PerClientPerMinute", "20"), ("Recorder:PerMinute", "40"),
    ];
}

/// <summary>LOG-08: who is refused a thousand times fills no disk, and leaves room for others.</summary>
public sealed class FloodTests(TerseServer server) : IClassFixture<TerseServer>
{
    [Fact]
    public async Task LOG_08_a_flood_is_sampled_by_sender_client_and_in_all_and_the_rest_is_counted()
    {
        for (var sender = 2; sender <= 30; sender++)
        {
            using var channel = server.NewBackChannel($"127.0.0.{sender}");
            for (var i = 0; i < 12; i++)
            {
                var refused = await channel.TokenAsync(ClientLogin.Basic(sender < 10 ? "web" : $"c{sender}", "wrong"));
                Assert.NotNull(refused.Header("Attempt-Id"));
            }
        }

        var scrape = await Eventually.SeeAsync(
            () => Scrape.TakeAsync(server.Node.Address), s => s.Sum("authserver_attempts_total") >= 29 * 12);
        var recorded = (int)scrape.Sum("authserver_attempts_total", "outcome=\"recorded\"");
        Assert.Equal(29 * 12 - recorded, scrape.Sum("authserver_attempts_total", "outcome=\"dropped\""));
        Assert.Equal(recorded, await server.ScalarAsync<long>("SELECT count(*) FROM attempts"));
        // A minute may have ended meanwhile, and the counts begun anew.
        Assert.InRange(recorded, 25, 2 * 40);
        Assert.InRange(await server.ScalarAsync<long>("SELECT count(*) FROM attempts WHERE client_id = 'web'"), 5, 2 * 20);
        Assert.InRange(await server.ScalarAsync<long>("SELECT max(n) FROM (SELECT count(*) n FROM attempts GROUP BY from_address) s"), 1, 2 * 5);
    }
}
