using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace AuthServer.Core.Tests;

/// <summary>One throw-away PostgreSQL for the whole run; it goes when this process does, however that ends.</summary>
internal static class TestCluster
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Connection string of its maintenance database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("AUTH_TEST_PG") is { Length: > 0 } given)
            return given;
        var bin = Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => int.Parse(Path.GetFileName(d), System.Globalization.CultureInfo.InvariantCulture))
            .Select(d => Path.Combine(d, "bin"))
            .First(d => File.Exists(Path.Combine(d, "initdb")));
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Path.Combine(root, "auth-pg-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
        Directory.CreateDirectory(folder);
        string[] drop = [];
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder);
            drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"];
        }

        var data = Path.Combine(folder, "data");
        await RunAsync(
            [.. drop, Path.Combine(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync"]);
        var port = FreePort();
        Serve(folder, [.. drop, Path.Combine(bin, "postgres"), "-D", data, "-c", "listen_addresses=127.0.0.1",
            "-c", $"port={port}", "-c", $"unix_socket_directories={folder}", "-c", "max_connections=300",
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        var address = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Include Error Detail=true";
        await WaitAsync(address);
        return address;
    }

    private static void Serve(string folder, string[] command)
    {
        // The shell reads our pipe: it closes when this process ends, and the server and its files go.
        const string Script = "d=$1; shift; \"$@\" </dev/null & p=$!; cat >/dev/null; kill -QUIT $p; wait $p; rm -rf \"$d\"";
        var info = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", folder, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException("no shell");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    private static async Task WaitAsync(string address)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(address + ";Pooling=false;Timeout=2");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(params string[] command)
    {
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info) ?? throw new InvalidOperationException(command[0]);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]}: {string.Concat(said)}");
    }
}
