using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>A server without a grace and with codes that soon expire.</summary>
public sealed class NoGraceTests(NoGraceTests.Server server) : IClassFixture<NoGraceTests.Server>
{
    [Fact]
    [Spec("RFC 9700", "4.14.2")]
    public async Task RTK_01_without_a_grace_the_second_use_ends_everything_at_once()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (_, first) = await CodeAndTokensAsync(ada, desk);
        var second = await desk.RefreshAsync("trusted", first["refresh_token"]!);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Outcome.T400(await desk.RefreshAsync("trusted", first["refresh_token"]!), "invalid_grant");
        Outcome.T400(await desk.RefreshAsync("trusted", second["refresh_token"]!), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("watcher", second["access_token"]!));
    }

    [Fact]
    public async Task RTK_03_without_a_grace_one_of_many_wins_and_all_lose()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await CodeAndTokensAsync(ada, desk)).Tokens["refresh_token"]!;
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.RefreshAsync("trusted", token)));
        var winner = Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
        Assert.All(replies.Except([winner]), r => Outcome.T400(r, "invalid_grant"));
        Outcome.T400(await desk.RefreshAsync("trusted", winner["refresh_token"]!), "invalid_grant");
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task TOK_01_TOK_05_expired_code_is_refused_and_still_ends_what_it_gave()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var unused = await ada.CodeAsync("other");
        var (used, tokens) = await CodeAndTokensAsync(ada, desk);
        Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));

        await Task.Delay(TimeSpan.FromSeconds(2.1));
        Outcome.T400(await desk.RedeemAsync("other", unused), "invalid_grant");
        // Whoever does not hold the verifier, or is another client, ends nothing.
        Outcome.T400(await desk.RedeemAsync("trusted", used, ("code_verifier", new string('a', 43))), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync("other", used), "invalid_grant");
        Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));
        Outcome.T400(await desk.RedeemAsync("trusted", used), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("watcher", tokens["access_token"]!));
        Outcome.T400(await desk.RefreshAsync("trusted", tokens["refresh_token"]!), "invalid_grant");
    }

    private static async Task<(string Code, Reply Tokens)> CodeAndTokensAsync(Person person, Desk desk)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A slow machine may lose a code of two seconds.
            var code = await person.CodeAsync("trusted");
            var reply = await desk.RedeemAsync("trusted", code);
            if (reply.Status == HttpStatusCode.OK || attempt == 5)
                return (code, reply);
        }
    }

    public sealed class Server : StandardServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("Tokens:RefreshGrace", "0s"), ("Tokens:CodeLifetime", "2s")];
    }
}
