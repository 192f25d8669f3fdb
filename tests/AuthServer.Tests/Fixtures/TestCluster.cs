using System.Diagnostics;

namespace AuthServer.Tests.Fixtures;

/// <summary>
/// One throw-away PostgreSQL for the whole run: the one that <c>./test</c> started, or else one of this process, which
/// goes when the process does, however that ends.
/// </summary>
public static class TestCluster
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    // Held, or the garbage collector would close the pipe that keeps the server alive.
    private static Process? _server;

    /// <summary>Connection string of its maintenance database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("AUTH_TEST_PG") is { Length: > 0 } given)
            return given;

        var info = new ProcessStartInfo(Repository.PathOf("scripts", "test-postgres"))
        {
            RedirectStandardInput = true, // stays open for as long as we live
            RedirectStandardOutput = true,
        };
        _server = Process.Start(info) ?? throw new InvalidOperationException("scripts/test-postgres does not start");
        return await _server.StandardOutput.ReadLineAsync() ?? throw SkippedTestException.Missing("PostgreSQL");
    }
}
