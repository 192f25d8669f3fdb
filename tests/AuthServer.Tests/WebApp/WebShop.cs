using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.WebApp;

/// <summary>samples/web-app as its README starts it: an app and its API on libraries that we did not write.</summary>
public sealed class WebShop : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private WebShop(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it is open.</summary>
    public Uri Address { get; }

    /// <summary>Starts it as a client of that issuer.</summary>
    public static async Task<WebShop> OpenAsync(string issuer, int port, string clientSecret)
    {
        var folder = Repository.PathOf("samples", "web-app");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw SkippedTestException.Missing("Node.js (npm ci in samples/web-app)");

        var process = await ChildProcess.OpenAsync(
            folder, ["node", "start.js"], ("ISSUER", issuer), ("CLIENT_SECRET", clientSecret), ("PORT", $"{port}"),
            ("API_PORT", $"{Ports.Free()}"));
        return new WebShop(process, new Uri($"http://localhost:{port}"));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
