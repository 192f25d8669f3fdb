using System.Net;
using AuthServer.Hosting.Telemetry;
using AuthServer.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>Where metrics are to be had, and where not.</summary>
public sealed class MetricsDoorTests
{
    private static readonly (string Name, string Value)[] Production =
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"), ("Issuer", "https://id.example"),
        ("Keys:EncryptionSecret", "of a test, and long enough for that 0123456789"),
    ];

    [Fact]
    public async Task Production_answers_at_the_address_that_is_set_and_at_no_other()
    {
        await using var database = await TestDatabase.CloneAsync();
        var door = new Uri($"http://127.0.0.1:{Ports.Free()}");
        await using var node = await ServerProcess.StartAsync(
            database.ConnectionString, [.. Production, ("Metrics:Listen", door.ToString())]);

        Assert.Contains("authserver_feed_lag_seconds", (await Scrape.TakeAsync(door)).Names);
        using var outside = new BackChannel(node.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync("/.well-known/openid-configuration")).Status);

        // It is a door for metrics and for nothing else, whatever name it is called by.
        using var inside = new BackChannel(door);
        foreach (var path in new[] { "/", "/health", "/.well-known/openid-configuration", "/connect/token", "/account/login" })
            Assert.Equal(HttpStatusCode.NotFound, (await inside.GetAsync(path)).Status);
        var disguised = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = door.Authority } };
        disguised.Headers.Add("X-Forwarded-Host", door.Authority);
        disguised.Headers.Add("X-Forwarded-Port", door.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(HttpStatusCode.NotFound, (await outside.SendAsync(disguised)).Status);
    }

    [Fact]
    public async Task Production_has_no_metrics_unless_told_where()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(database.ConnectionString, Production);
        using var outside = new BackChannel(node.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Metrics_are_there_while_the_database_is_not()
    {
        await using var node = await ServerProcess.LaunchAsync("Host=/nowhere;Database=none", []);
        var scrape = await Eventually.SeeAsync(
            () => Scrape.TakeAsync(node.Address), s => s.Names.Contains("dotnet_exceptions_total"));
        Assert.DoesNotContain("authserver_feed_lag_seconds", scrape.Names);
    }

    [Theory]
    [InlineData("Metrics:Listen", "nonsense")]
    [InlineData("Metrics:Listen", "unix:/run/metrics")]
    [InlineData("Metrics:Listen", "http://127.0.0.1:0")]
    [InlineData("Otlp:Endpoint", "collector")]
    [InlineData("Otlp:Endpoint", "ftp://collector")]
    public async Task What_is_no_address_stops_the_start_in_one_line(string setting, string value)
    {
        await using var node = await ServerProcess.LaunchAsync("Host=/nowhere;Database=none", [(setting, value)]);
        Assert.Equal(1, await node.WaitForExitAsync());
        Assert.StartsWith(setting + ": ", Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9464", "http://localhost:5000", 9464)]
    [InlineData("127.0.0.1:9464", "http://localhost:5000", 9464)]
    [InlineData("http://+:9464/", "http://+:80;https://+:443", 9464)]
    [InlineData("http://[::1]:9464", "http://unix:/run/auth.sock", 9464)]
    [InlineData("http://127.0.0.1:443", "http://+:80;https://+:443", null)]
    [InlineData("http://127.0.0.1:5000", "http://localhost:5000/", null)]
    [InlineData("http://127.0.0.1", "http://localhost:5000", null)]
    [InlineData("http://127.0.0.1:70000", "http://localhost:5000", null)]
    public void Metrics_have_a_port_of_their_own(string listen, string urls, int? port)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Metrics:Listen", listen)]).Build();
        var door = MetricsDoor.Of(configuration, new HostingEnvironment { EnvironmentName = "Development" }, urls);
        Assert.Equal(port is null, door.Problem is not null);
        Assert.Equal(port ?? 0, door.Port);
        Assert.False(door.IsPublic);
    }
}
