using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Deployment;

/// <summary>No engine runs here; what can be said about the containers without one.</summary>
public sealed partial class ComposeTests
{
    private static readonly string ComposeFile = Repository.PathOf("docker-compose.yml");

    [Fact]
    public async Task Compose_file_is_valid()
    {
        var info = new ProcessStartInfo("docker-compose", ["-f", ComposeFile, "config", "-q"])
        {
            RedirectStandardError = true,
        };
        try
        {
            using var compose = Process.Start(info) ?? throw SkippedTestException.Missing("docker-compose");
            var complaint = await compose.StandardError.ReadToEndAsync();
            await compose.WaitForExitAsync();
            Assert.True(compose.ExitCode == 0, complaint);
        }
        catch (Win32Exception)
        {
            throw SkippedTestException.Missing("docker-compose");
        }
    }

    [Fact]
    public void Image_holds_what_the_tests_have_tested()
    {
        Assert.Contains("RUN scripts/publish /app", File.ReadAllLines(Repository.PathOf("Dockerfile")));
        Assert.Contains("scripts/publish ", File.ReadAllText(Repository.PathOf("test")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_starts_with_what_the_compose_file_sets()
    {
        var settings = SettingsOfTheServer();
        Assert.Equal("Production", settings["ASPNETCORE_ENVIRONMENT"]);
        await using var database = await TestDatabase.CreateEmptyAsync();
        settings["ConnectionStrings__Default"] = database.ConnectionString;
        settings["Declarations__Paths__0"] = Repository.PathOf("deploy", "compose", "declarations.json");
        Assert.Equal("http://+:9464", settings["Metrics__Listen"]);
        settings["Metrics__Listen"] = $"http://+:{Ports.Free()}"; // that one may be somebody's here

        await using var server = await ServerProcess.StartAsync(
            database.ConnectionString, settings.Select(s => (s.Key, s.Value)));
        using var client = new BackChannel(server.Address);
        var metadata = await client.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(settings["Issuer"], metadata["issuer"]);
        Assert.Equal("ok", (await client.GetAsync("/health"))["mail"]);
        await Scrape.TakeAsync(new Uri(settings["Metrics__Listen"].Replace("+", "127.0.0.1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Prometheus_looks_where_the_server_has_its_metrics_and_nobody_else_can()
    {
        var prometheus = File.ReadAllText(Repository.PathOf("deploy", "compose", "prometheus.yml"));
        Assert.Contains("names: [auth]", prometheus, StringComparison.Ordinal);
        Assert.Contains("port: 9464", prometheus, StringComparison.Ordinal);
        var compose = File.ReadAllText(ComposeFile);
        Assert.DoesNotContain("9464:", compose, StringComparison.Ordinal);
        // What is mounted is there.
        Assert.All(
            Mount().Matches(compose).Select(m => m.Groups[1].Value),
            path => Assert.True(Path.Exists(Repository.PathOf(path)), path));
    }

    [Theory]
    [InlineData("Issuer", "")]
    [InlineData("AllowInsecureIssuer", "false")]
    [InlineData("Keys__EncryptionSecret", "")]
    public async Task Production_refuses_to_start_without(string name, string value)
    {
        var settings = SettingsOfTheServer();
        settings[name] = value;
        await using var server = await ServerProcess.LaunchAsync("Host=none", settings.Select(s => (s.Key, s.Value)));
        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.Contains(name == "AllowInsecureIssuer" ? "Issuer" : name.Replace("__", ":", StringComparison.Ordinal), server.Log, StringComparison.Ordinal);
    }

    /// <summary>The first `environment:` of the file, defaults of variables filled in.</summary>
    private static Dictionary<string, string> SettingsOfTheServer() =>
        File.ReadLines(ComposeFile)
            .SkipWhile(line => line != "    environment:").Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal))
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(pair => pair[0], pair => Variable().Replace(pair[1].Trim('"'), "$1"), StringComparer.Ordinal);

    [GeneratedRegex(@"- \./(\S+?):/")]
    private static partial Regex Mount();

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Variable();
}
