using System.Diagnostics;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.WebApp;

/// <summary>samples/web-app as its README starts it: an app and its API on libraries that we did not write.</summary>
public sealed class WebShop : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private WebShop(Process process, Uri address)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Address = address;
    }

    /// <summary>Where it is open.</summary>
    public Uri Address { get; }

    /// <summary>Starts it as a client of that issuer.</summary>
    public static async Task<WebShop> OpenAsync(string issuer, int port, string clientSecret)
    {
        var folder = Repository.PathOf("samples", "web-app");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw SkippedTestException.Missing("Node.js (npm ci in samples/web-app)");

        var info = new ProcessStartInfo(Repository.PathOf("scripts", "keep"), ["TERM", "node", "start.js"])
        {
            RedirectStandardInput = true, // stays open for as long as we live
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        info.Environment["ISSUER"] = issuer;
        info.Environment["CLIENT_SECRET"] = clientSecret;
        info.Environment["PORT"] = $"{port}";
        info.Environment["API_PORT"] = $"{Ports.Free()}";
        var process = Process.Start(info) ?? throw new InvalidOperationException("the shop does not start");
        var shop = new WebShop(process, new Uri($"http://localhost:{port}"));
        // Its one line says that it is open.
        if (await process.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException($"The shop did not open: {await shop._errors}");
        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
