using AuthServer.Tests.Conformance.Modules;
using AuthServer.Tests.Conformance.Rp;
using Xunit;

namespace AuthServer.Tests.Conformance;

/// <summary>
/// Runs every module with every variant on one server, several at a time, so that the waits that modules demand overlap.
/// The tests ask for what came out.
/// </summary>
public sealed class ConformanceSuite : IAsyncLifetime
{
    private const int AtATime = 8;

    private readonly Slots _slots = new(AtATime);
    private readonly string _certificate = Path.Combine(Directory.CreateTempSubdirectory("auth-rp-").FullName, "rp.pem");
    private RpServer? _site;
    private ConformanceServer? _server;
    private Dictionary<Case, Lazy<Task<Exception?>>> _results = [];

    /// <summary>What a module and its variant came to.</summary>
    /// <returns>What failed it; null: it passed.</returns>
    internal Task<Exception?> ResultAsync(Case at) => _results[at].Value;

    public async Task InitializeAsync()
    {
        _site = await RpServer.StartAsync();
        await File.WriteAllTextAsync(_certificate, _site.CertificatePem);
        _server = new ConformanceServer(_certificate);
        await _server.InitializeAsync();

        _results = Plans.All.ToDictionary(at => at, at => new Lazy<Task<Exception?>>(() => RunAsync(at)));
        // For whoever works on a module: the others run only when their own tests ask.
        var only = Environment.GetEnvironmentVariable("AUTH_CONFORMANCE_ONLY") ?? "";
        // Those that wait for a clock go first.
        foreach (var at in Plans.All.OrderBy(a => a.Module is not ("oidcc-codereuse-30seconds" or "oidcc-refresh-token-rp-key-rotation")))
        {
            if (at.Module.Contains(only, StringComparison.Ordinal))
                _ = _results[at].Value;
        }
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_results.Values.Where(r => r.IsValueCreated).Select(r => r.Value));
        if (_server is not null)
            await _server.EndAsync();
        if (_site is not null)
            await _site.DisposeAsync();
        _slots.Dispose();
        File.Delete(_certificate);
    }

    private Task<Exception?> RunAsync(Case at) => Task.Run(async () =>
    {
        await _slots.EnterAsync();
        try
        {
            using var run = new ModuleRun(
                at, _server ?? throw new InvalidOperationException(), _site ?? throw new InvalidOperationException(), _slots);
            await Catalogue.Modules[at.Module](run);
            await run.JudgeAsync();
            return null;
        }
        catch (Exception e) // whatever it is, the module's test says so
        {
            return e;
        }
        finally
        {
            _slots.Leave();
        }
    });
}
