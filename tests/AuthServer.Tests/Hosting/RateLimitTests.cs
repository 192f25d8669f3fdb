using System.Net;
using AuthServer.Hosting;
using AuthServer.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>Who is counted, and for how long.</summary>
public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Failures_count_within_their_minute_and_by_address_and_client()
    {
        var limit = LimitOf("192.0.2.1");
        Fail(limit, "web", 30);
        Assert.InRange(limit.WaitOf("web")!.Value.TotalSeconds, 1, 60); // it has to wait
        Assert.Null(limit.WaitOf("other"));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limit.WaitOf("web"));
        Fail(limit, "web", 29);
        Assert.Null(limit.WaitOf("web"));
        Fail(limit, "web", 1);
        Assert.NotNull(limit.WaitOf("web"));
    }

    [Fact]
    public void Nothing_is_counted_where_limits_are_off()
    {
        var limit = LimitOf("192.0.2.1", enabled: false);
        Fail(limit, "web", 1_000);
        Assert.Null(limit.WaitOf("web"));
    }

    [Fact]
    public void Flood_of_other_names_holds_up_nobody()
    {
        var limit = LimitOf("192.0.2.1");
        for (var i = 0; i < 200_000; i++)
            limit.Failed($"name-{i}");
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => limit.WaitOf($"honest-{i}") is not null), 0, 5);
    }

    [Fact]
    public async Task Counts_of_many_threads_are_all_there()
    {
        var counts = new WindowCounts(_clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
                counts.Add(42);
        })));
        Assert.Equal(80_000, counts.Find(42));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    public void Address_is_counted_as_its_owner_has_it(string address, string counted) =>
        Assert.Equal(IPAddress.Parse(counted), RemoteAddress.Of(ContextOf(address)));

    [Theory]
    [InlineData("/connect/token", nameof(EndpointClass.Tokens))]
    [InlineData("/CONNECT/Token", nameof(EndpointClass.Tokens))]
    [InlineData("/connect/whatever-comes", nameof(EndpointClass.Tokens))]
    [InlineData("/connect/authorize", nameof(EndpointClass.Pages))]
    [InlineData("/connect/authorize/resume", nameof(EndpointClass.Pages))]
    [InlineData("/account/login", nameof(EndpointClass.Pages))]
    [InlineData("/connect/userinfo", nameof(EndpointClass.Lookups))]
    [InlineData("/.well-known/jwks.json", nameof(EndpointClass.Open))]
    [InlineData("/health/ready", nameof(EndpointClass.Open))]
    [InlineData("/accountant.css", nameof(EndpointClass.Open))]
    public void Path_says_which_class(string path, string expected) => Assert.Equal(expected, EndpointClasses.Of(path).ToString());

    private static void Fail(GuessLimit limit, string client, int times)
    {
        for (var i = 0; i < times; i++)
            limit.Failed(client);
    }

    private static DefaultHttpContext ContextOf(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }

    private GuessLimit LimitOf(string address, bool enabled = true) => new(
        new HttpContextAccessor { HttpContext = ContextOf(address) }, Options.Create(new RateLimitOptions { Enabled = enabled }), _clock);
}
