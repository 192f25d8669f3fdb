using System.Globalization;
using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>Every way to say where the database is, against one that asks for a password.</summary>
public sealed class DatabaseSettingsTests(GuardedCluster guarded) : IClassFixture<GuardedCluster>
{
    [Fact]
    public Task Host_and_port() => ServesAsync(
        isEncrypted: true, ("Database:Host", "127.0.0.1"), ("Database:Port", Port));

    [Fact]
    public Task Host_without_encryption() => ServesAsync(
        isEncrypted: false, ("Database:Host", "127.0.0.1"), ("Database:Port", Port), ("Database:SslMode", "Disable"));

    [Theory]
    [InlineData("Require")]
    [InlineData("Prefer")]
    public Task Host_that_demands_encryption_with_a_certificate_of_its_own_making(string mode) => ServesAsync(
        isEncrypted: true, ("Database:Host", "127.0.0.1"), ("Database:Port", Port), ("Database:SslMode", mode),
        ("Database:User", "careful"));

    [Fact]
    public Task Socket_directory_of_a_managed_cloud() => ServesAsync(
        isEncrypted: false, ("Database:SocketDirectory", guarded.Sockets), ("Database:Port", Port));

    [Fact]
    public async Task Local_proxy()
    {
        await using var proxy = new Forwarder(guarded.Cluster.Port);
        await ServesAsync(
            isEncrypted: true, ("Database:Host", "localhost"), ("Database:Port", Text(proxy.Port)));
    }

    [Fact]
    public Task Connection_string() => ServesAsync(
        isEncrypted: true,
        ("ConnectionStrings:Default",
            $"Host=127.0.0.1;Port={Port};Database=auth;Username=app;Password=\"{GuardedCluster.Password.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
        ("Database:Host", "ignored.example"));

    [Theory]
    [InlineData("Database:Password", "wr0ng-s3cret", "password authentication failed")]
    [InlineData("Database:Name", "elsewhere", "\"elsewhere\" does not exist")]
    [InlineData("Database:SslMode", "VerifyFull", "certificate")]
    public async Task What_waiting_does_not_mend_is_said_once_and_without_the_secret(string setting, string value, string reason)
    {
        await using var node = await LaunchAsync(("Database:Host", "localhost"), ("Database:Port", Port), (setting, value));
        using var channel = new BackChannel(node.Address);
        await node.LogSaysAsync("There is no database to be had");
        await node.LogSaysAsync("Now listening on"); // which may come after that
        var ready = await channel.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal("no answer", ready["database"]);
        // Meanwhile it has failed some more times.
        var failures = await FailuresAsync(node.Address);
        await Eventually.TrueAsync(async () => await FailuresAsync(node.Address) > failures + 40);

        var said = Assert.Single(node.Log.Split('\n'), l => l.Contains("There is no database to be had", StringComparison.Ordinal));
        Assert.Contains(reason, said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Database:*", said, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-s3cret", node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", node.Log, StringComparison.Ordinal); // no stack of calls
        Assert.DoesNotContain(GuardedCluster.Password, (await channel.GetAsync("/health")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_node_serves_as_soon_as_it_is_admitted()
    {
        await using var node = await LaunchAsync(
            ("Database:Host", "127.0.0.1"), ("Database:Port", Port), ("Database:User", "late"));
        using var channel = new BackChannel(node.Address);
        await node.LogSaysAsync("There is no database to be had");
        await node.LogSaysAsync("Now listening on");
        var literal = GuardedCluster.Password.Replace("'", "''", StringComparison.Ordinal);
        await guarded.Cluster.ExecuteAsync($"create role late login password '{literal}' in role app");
        await Eventually.SeeAsync(() => channel.GetAsync("/health/ready"), r => r.Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Host=db;Password=half;of=s3cret")]
    [InlineData("Host=db;Port=s3cret")]
    [InlineData("s3cret")]
    [InlineData("Database=auth;Password=s3cret")]
    [InlineData("postgres://auth:s3cret@db/auth")]
    public async Task Connection_string_that_cannot_be_used_stops_the_start_in_one_line(string text)
    {
        await using var node = await ServerProcess.LaunchAsync(text, []);
        Assert.Equal(1, await node.WaitForExitAsync());
        var line = Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ConnectionStrings:Default: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database:Port", "many")]
    [InlineData("Database:SslMode", "sometimes")]
    [InlineData("Database:WaitAtStart", "a while")]
    public async Task Setting_of_another_kind_stops_the_start_in_one_line(string setting, string value)
    {
        await using var node = await LaunchAsync(("Database:Host", "localhost"), (setting, value));
        Assert.Equal(1, await node.WaitForExitAsync());
        Assert.Contains(setting, Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_setting_at_all_stops_the_start_in_one_line()
    {
        await using var node = await ServerProcess.LaunchAsync("", []);
        Assert.Equal(1, await node.WaitForExitAsync());
        var line = Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Database:Host", line, StringComparison.Ordinal);
    }

    private string Port => Text(guarded.Cluster.Port);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<ServerProcess> LaunchAsync(params (string Name, string Value)[] where) =>
        ServerProcess.LaunchAsync("", [.. GuardedCluster.Account, .. where]);

    private static async Task<double> FailuresAsync(Uri node) =>
        (await Scrape.TakeAsync(node)).Sum("dotnet_exceptions_total");

    /// <summary>Starts a node there, and looks at its connections from the other side.</summary>
    private async Task ServesAsync(bool isEncrypted, params (string Name, string Value)[] where)
    {
        await using var node = await ServerProcess.StartAsync("", [.. GuardedCluster.Account, .. where]);
        using var channel = new BackChannel(node.Address);
        Assert.Equal("ok", (await channel.GetAsync("/health"))["database"]);
        var user = where.FirstOrDefault(w => w.Name == "Database:User").Value ?? "app";
        Assert.Equal(isEncrypted.ToString(), await guarded.Cluster.AskAsync(
            $"select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where usename = '{user}'"));
    }
}
