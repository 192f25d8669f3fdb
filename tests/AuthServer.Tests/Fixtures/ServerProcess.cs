using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>
/// The real server, as <c>./run</c> starts it: one node in a process of its own, with a folder of its own, on a port of
/// its own. It ends with this process, however that ends.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private readonly ManualResetEventSlim _reading = new(true);

    private ServerProcess(ProcessStartInfo info, Uri address, string folder)
    {
        Address = address;
        Folder = folder;
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) =>
        {
            _reading.Wait(); // holds up whoever reads the pipe
            Note(line.Data);
        };
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary><c>http://localhost:port</c>; also its issuer, with no slash at the end of that.</summary>
    public Uri Address { get; }

    /// <summary>Where it runs: mail lands in <c>mail</c>, texts in <c>sms</c>.</summary>
    public string Folder { get; }

    /// <summary>Everything it has written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Waits until the log says something: a line arrives here a moment after the answer that it is about.</summary>
    /// <exception cref="TimeoutException">It did not, within ten seconds.</exception>
    public async Task LogSaysAsync(string text)
    {
        for (var tries = 0; !Log.Contains(text, StringComparison.Ordinal); tries++)
        {
            if (tries == 200)
                throw new TimeoutException($"The log never said: {text}");
            await Task.Delay(50);
        }
    }

    /// <summary>Whether it is still there.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>What it holds of the machine's memory, in bytes.</summary>
    public long MemoryInUse()
    {
        // What we started keeps the node, and is not the node.
        var children = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Max(id =>
        {
            using var child = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            return child.WorkingSet64;
        });
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="settings">Names as in appsettings (<c>Tokens:CodeLifetime</c>); they win over the fixture's own.</param>
    /// <param name="declarations">The document to apply; none: an empty one.</param>
    public static async Task<ServerProcess> StartAsync(
        string connectionString, IEnumerable<(string Name, string Value)> settings, string declarations = "{}")
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = await LaunchAsync(connectionString, settings, declarations);
            if (await server.BecomesReadyAsync())
                return server;
            var log = server.Log;
            await server.DisposeAsync();
            // Somebody else may have taken the port since we found it free.
            if (attempt == 3 || !log.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"The server did not become ready. Its log:\n{log}");
        }
    }

    /// <summary>Starts a node that may well refuse to: for tests of just that.</summary>
    public static async Task<ServerProcess> LaunchAsync(
        string connectionString, IEnumerable<(string Name, string Value)> settings, string declarations = "{}")
    {
        if (!File.Exists(Repository.ServerCommand[^1]))
            throw new InvalidOperationException($"Build the server first: {Repository.ServerCommand[^1]}");

        var folder = Directory.CreateTempSubdirectory("auth-server-").FullName;
        var file = Path.Combine(folder, "test-declarations.json");
        await File.WriteAllTextAsync(file, declarations);
        var address = new Uri($"http://localhost:{Ports.Free()}");
        var info = new ProcessStartInfo(
            Repository.PathOf("scripts", "keep"),
            ["TERM", .. Repository.ServerCommand, "--urls", address.ToString()])
        {
            RedirectStandardInput = true, // stays open for as long as we live
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        (string, string)[] own =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ConnectionStrings:Default", connectionString),
            ("Issuer", address.ToString().TrimEnd('/')),
            ("Declarations:Paths:0", file),
            ("Email:PickupDirectory", Path.Combine(folder, "mail")),
            ("Sms:PickupDirectory", Path.Combine(folder, "sms")),
            ("RateLimits:Enabled", "false"),
            ("Password:LongestWait", "60s"), // dozens of servers share these cores,
            ("DOTNET_TC_CallCountingDelayMs", "2000"), // and compiling it again, half of all that it did, pays for none
        ];
        foreach (var (name, value) in own.Concat(settings))
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ServerProcess(info, address, folder);
    }

    /// <summary>Waits for the end that it comes to by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Nobody reads what it writes any more, as when the disk of a log collector is full.</summary>
    public void StopReading() => _reading.Reset();

    /// <summary>What it writes is read again.</summary>
    public void ReadAgain() => _reading.Set();

    /// <summary>As a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>As SIGTERM does: it may finish what it has begun.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            _process.StandardInput.Close();
        await WaitForExitAsync();
        _process.Dispose();
        _reading.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> BecomesReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var ready = new Uri(Address, "/health/ready");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && IsRunning;)
        {
            try
            {
                using var answer = await http.GetAsync(ready);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(25);
        }

        return false;
    }

    private void Note(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
