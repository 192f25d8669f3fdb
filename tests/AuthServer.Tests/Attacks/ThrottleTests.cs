using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>CLA: guessing is slow, for the guesser alone.</summary>
public sealed class ThrottleTests(ThrottleTests.Throttled server) : IClassFixture<ThrottleTests.Throttled>
{
    private const int Tries = 600;

    [Fact]
    public async Task CLA_18_guesser_is_stopped_and_the_client_elsewhere_is_not()
    {
        using var guesser = server.NewBackChannel(from: "127.0.0.1");
        using var honest = server.NewBackChannel(from: "127.0.0.2");
        var replies = new List<Reply>();
        for (var i = 0; i < Tries; i += 20)
            replies.AddRange(await Task.WhenAll(Enumerable.Range(i, 20).Select(n => AskAsync(guesser, ClientLogin.Basic("machine", $"guess-{n}")))));

        // At most two windows of a minute were touched, and those on their way when a window closed.
        Assert.InRange(replies.Count(r => r.Status == HttpStatusCode.Unauthorized), 30, 100);
        foreach (var reply in replies)
            Judge(reply);
        // The right secret learns no more there than a wrong one.
        Judge429(await AskAsync(guesser, StandardServer.Login("machine")));
        // Other clients behind that address, the client behind another, and those without a secret go on.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(guesser, StandardServer.Login("api"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(honest, StandardServer.Login("machine"))).Status);
        Assert.Equal("unauthorized_client", (await AskAsync(guesser, StandardServer.Login("spa")))["error"]);
    }

    [Theory]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revoke")]
    public async Task CLA_18_other_endpoints_are_no_way_around(string path)
    {
        var client = await server.NewClientAsync("machine");
        using var guesser = server.NewBackChannel(from: "127.0.0.3");
        for (var i = 0; i < 70; i++) // two windows' worth
            Judge(await guesser.PostAsync(path, ClientLogin.Basic(client, $"guess-{i}"), ("token", "x")));
        Judge429(await AskAsync(guesser, ClientLogin.Basic(client, StandardServer.Secret)));
    }

    [Fact]
    public async Task CLA_18_assertions_are_guesses_too()
    {
        using var guesser = server.NewBackChannel(from: "127.0.0.4");
        for (var i = 0; i < 70; i++)
            Judge(await AskAsync(guesser, ClientLogin.Assertion(Forged.Assertion(server, claims: c => c["exp"] = 1))));
        Judge429(await AskAsync(guesser, Forged.Login(server)));
        using var honest = server.NewBackChannel(from: "127.0.0.5");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(honest, Forged.Login(server))).Status);
    }

    [Fact]
    public async Task CLA_18_flood_from_one_address_is_stopped_for_programs_and_people()
    {
        using var flood = server.NewBackChannel(from: "127.0.0.6");
        var replies = new List<Reply>();
        for (var i = 0; i < 2_500; i += 20)
            replies.AddRange(await Task.WhenAll(Enumerable.Range(i, 20).Select(n => CodeAsync(flood, $"guess-{n}"))));
        Judge429(replies[^1]);
        Assert.InRange(replies.Count(r => r.Status != HttpStatusCode.TooManyRequests), 1_000, 2_000); // one window, or two
        Assert.Equal(HttpStatusCode.OK, (await flood.GetAsync("/.well-known/jwks.json")).Status);

        Reply page;
        var visits = 0;
        do
        {
            page = await PageAsync(flood);
        }
        while (page.Status != HttpStatusCode.TooManyRequests && ++visits < 1_000);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        Assert.NotNull(page.Header("Retry-After"));
        Assert.Contains("too often", page.Text, StringComparison.Ordinal);

        using var honest = server.NewBackChannel(from: "127.0.0.7");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(honest, StandardServer.Login("machine"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await PageAsync(honest)).Status);
    }

    [Fact]
    public async Task PAR_12_flood_of_pushed_requests_is_stopped()
    {
        using var flood = server.NewBackChannel(from: "127.0.0.8");
        var replies = new List<Reply>();
        for (var i = 0; i < 2_500; i += 20)
        {
            replies.AddRange(await Task.WhenAll(Enumerable.Range(i, 20).Select(_ =>
                flood.PostAsync("/connect/par", StandardServer.Login("trusted"), AuthorizeServer.Members("trusted")))));
        }

        Judge429(replies[^1]);
        var taken = replies.Count(r => r.Status == HttpStatusCode.Created);
        Assert.InRange(taken, 1_000, 2_000); // one window, or two
        Assert.Equal(taken, await server.ScalarAsync<long>("SELECT count(*) FROM pushed_requests"));
    }

    private static Task<Reply> AskAsync(BackChannel channel, ClientLogin login) =>
        channel.TokenAsync(login, ("grant_type", "client_credentials"));

    private static Task<Reply> CodeAsync(BackChannel channel, string code) => channel.TokenAsync(
        ClientLogin.Public("spa"), ("grant_type", "authorization_code"), ("code", code),
        ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));

    private static Task<Reply> PageAsync(BackChannel channel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Person.AuthorizeUrl("web"));
        request.Headers.Accept.ParseAdd("text/html");
        return channel.SendAsync(request);
    }

    private static void Judge(Reply reply)
    {
        if (reply.Status == HttpStatusCode.TooManyRequests)
            Judge429(reply);
        else
            Outcome.T401(reply);
    }

    private static void Judge429(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.TooManyRequests, reply.ToString());
        Assert.InRange(int.Parse(reply.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60); // there is one
        Assert.Equal("temporarily_unavailable", reply["error"]);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Outcome.GivesNothingAway(reply);
    }

    /// <summary>The one server of the tests whose limits are on.</summary>
    public sealed class Throttled : StandardServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("RateLimits:Enabled", "true"), ("RateLimits:PagesPerMinute", "400"),
                ("RateLimits:TokensPerMinute", "1000")];
    }
}
