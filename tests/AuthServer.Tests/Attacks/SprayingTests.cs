using System.Globalization;
using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: one guess at each of many accounts, from one place that looks like many.</summary>
public sealed class SprayingTests(SprayingTests.Throttled server) : IClassFixture<SprayingTests.Throttled>
{
    private const int Limit = 20;

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_07_spraying_is_stopped_at_its_source_alone(string name)
    {
        var from = $"127.0.1.{1 + Array.IndexOf(SignInDoor.Names, name)}";
        using var sprayer = SignInDoor.Of(name, server.Node.Address, from);
        var replies = new List<Reply>();
        for (var i = 0; i < (2 * Limit) + 10; i++)
            replies.Add(await sprayer.PostAsync(PasswordServer.Nobody(), "Summer-2024!"));

        var refused = replies.Count(r => sprayer.Judge(r) == Said.Refused);
        Assert.InRange(refused, Limit, 2 * Limit); // one window, or two
        var throttled = replies.Last(r => sprayer.Judge(r) == Said.Throttled);
        Assert.Equal(HttpStatusCode.TooManyRequests, throttled.Status);
        Assert.InRange(int.Parse(throttled.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60); // there is one
        await server.Node.LogSaysAsync("its sender has guessed wrong too often");

        // The right one is no exception there, or else the answer would tell; elsewhere nobody notices.
        var honest = await server.NewUserAsync();
        Assert.Equal(Said.Throttled, await sprayer.TryAsync(honest, StandardServer.Password));
        using var elsewhere = SignInDoor.Of(name, server.Node.Address, "127.0.1.99");
        Assert.Equal(Said.In, await elsewhere.TryAsync(honest, StandardServer.Password));
    }

    [Fact]
    public async Task PWD_07_success_at_the_sprayers_own_account_makes_no_room()
    {
        using var sprayer = SignInDoor.Of("page", server.Node.Address, "127.0.1.20");
        var own = await server.NewUserAsync();
        var said = new List<Said>();
        for (var i = 0; i < 2 * Limit; i++)
        {
            said.Add(await sprayer.TryAsync(PasswordServer.Nobody(), "Summer-2024!"));
            said.Add(await sprayer.TryAsync(own, StandardServer.Password));
        }

        Assert.Contains(Said.Throttled, said);
    }

    [Theory]
    [InlineData("127.0.2.1", "X-Forwarded-For")]
    [InlineData("127.0.2.2", "X-Real-IP")]
    [InlineData("127.0.2.3", "Forwarded")]
    [InlineData("127.0.2.4", "CF-Connecting-IP")]
    public async Task PWD_29_headers_make_nobody_another_sender(string from, string header)
    {
        using var sprayer = SignInDoor.Of("page", server.Node.Address, from);
        var said = new List<Said>();
        for (var i = 0; i < (2 * Limit) + 5; i++)
        {
            var address = $"203.0.113.{i}";
            sprayer.Headers = [(header, header == "Forwarded" ? $"for={address}" : address)];
            said.Add(await sprayer.TryAsync(PasswordServer.Nobody(), "Summer-2024!"));
        }

        Assert.Equal(Said.Throttled, said[^1]);
        Assert.InRange(said.Count(s => s == Said.Refused), Limit, 2 * Limit);
    }

    [Fact]
    public async Task PWD_06_addresses_of_one_network_are_one_sender_and_ten_thousand_senders_one_guesser()
    {
        await using var behind = await server.StartNodeAsync(("Proxy:KnownNetworks:0", "127.0.0.0/8"), ("Proxy:KnownNetworks:1", "::1/128"));
        using var door = SignInDoor.Of("page", behind.Address);
        var said = new List<Said>();
        for (var i = 0; i < (2 * Limit) + 5; i++)
        {
            door.Headers = [("X-Forwarded-For", $"2001:db8:1:2::{i:x}")];
            said.Add(await door.TryAsync(PasswordServer.Nobody(), "Summer-2024!"));
        }

        Assert.Equal(Said.Throttled, said[^1]);
        door.Headers = [("X-Forwarded-For", "2001:db8:1:3::1")];
        Assert.Equal(Said.In, await door.TryAsync(await server.NewUserAsync(), StandardServer.Password));

        // At one account it does not matter how many places the guesses come from.
        var victim = await server.NewUserAsync();
        said.Clear();
        for (var i = 0; i < 60; i++)
        {
            door.Headers = [("X-Forwarded-For", i % 2 == 0 ? $"198.51.100.{i}" : $"2001:db8:{i:x}::1")];
            said.Add(await door.TryAsync(victim, $"Wrong-Horse-{i}"));
        }

        Assert.Equal(5, said.Count(s => s == Said.Refused));
        Assert.Equal(55, said.Count(s => s == Said.Locked));
    }

    /// <summary>A server whose limits are on, and low.</summary>
    public sealed class Throttled : PasswordServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("RateLimits:Enabled", "true"), ("RateLimits:FailedSignInsPerMinute", $"{Limit}")];
    }
}
