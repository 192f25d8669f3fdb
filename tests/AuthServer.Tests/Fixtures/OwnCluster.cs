using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace AuthServer.Tests.Fixtures;

/// <summary>A PostgreSQL of a test's own, for what nobody may do to the one that all tests share: stop it, start it again,
/// demand passwords. It ends with this process, however that ends.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private readonly string[] _options;
    private Process? _server;

    /// <param name="options">Of the server, <c>ssl=on</c>; <c>{0}</c> stands for its folder.</param>
    public OwnCluster(params string[] options) => _options =
    [
        $"port={Port}", "listen_addresses=127.0.0.1",
        .. options.Select(o => o.Replace("{0}", Folder, StringComparison.Ordinal)),
    ];

    /// <summary>Where its files are, and its socket.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("auth-pg-").FullName;

    /// <summary>At 127.0.0.1, and part of its socket's name.</summary>
    public int Port { get; } = Ports.Lasting();

    /// <summary>As its administrator, through the socket.</summary>
    /// <param name="database">There is one called <c>auth</c>.</param>
    public string ConnectionString(string database = "auth") =>
        $"Host={Folder};Port={Port};Username=postgres;Database={database};Pooling=false";

    /// <summary>Starts it; the first time it is made.</summary>
    public async Task StartAsync()
    {
        var info = new ProcessStartInfo(
            Repository.PathOf("scripts", "test-postgres"), [Folder, .. _options.SelectMany(o => new[] { "-c", o })])
        {
            RedirectStandardInput = true, // stays open for as long as it is to live
            RedirectStandardOutput = true,
        };
        _server = Process.Start(info) ?? throw new InvalidOperationException("scripts/test-postgres does not start");
        _ = await _server.StandardOutput.ReadLineAsync() ?? throw Failure();
    }

    // Without a log it was never started: its programs are missing.
    private Exception Failure() =>
        Path.Combine(Folder, "log") is var log && File.Exists(log)
            ? new InvalidOperationException($"PostgreSQL does not start: {File.ReadAllText(log)}")
            : SkippedTestException.Missing("PostgreSQL");

    /// <summary>Stops it at once, as a crash would: whoever is connected is cut off.</summary>
    public async Task StopAsync()
    {
        if (_server is null)
            return;
        _server.StandardInput.Close();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Runs statements as its administrator.</summary>
    public async Task ExecuteAsync(string sql, string database = "auth")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value, as text.</summary>
    public async Task<string> AskAsync(string sql, string database = "auth")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
