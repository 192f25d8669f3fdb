using System.Runtime.ExceptionServices;
using AuthServer.Tests.Conformance.Modules;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Conformance;

/// <summary>
/// Runs every module with every variant on one server, several at a time, so that the waits that modules demand overlap.
/// The tests ask for what came out.
/// </summary>
public sealed class ConformanceSuite : IAsyncLifetime
{
    private const int AtATime = 3;

    private readonly Slots _slots = new(AtATime);
    private readonly string _certificate = Path.Combine(Directory.CreateTempSubdirectory("auth-rp-").FullName, "rp.pem");
    private RpServer? _site;
    private ConformanceServer? _server;
    private Task<Provider> _offer = Task.FromException<Provider>(new InvalidOperationException("not started"));
    private Dictionary<Case, Lazy<Task<Exception?>>> _results = [];

    /// <summary>What failed a module with its variant; null: it passed, or its feature is not there yet.</summary>
    internal async Task<Exception?> FailureAsync(Case at) =>
        await _results[at].Value is { } failure && NotYet.Reason(at, await _offer) is null ? failure : null;

    /// <summary>Whether a module with its variant really passed.</summary>
    internal async Task<bool> PassesAsync(Case at) => await _results[at].Value is null;

    /// <summary>Throws where this machine lacks what a module needs: nothing can be said of the whole then.</summary>
    internal async Task ThrowWhereSkippedAsync()
    {
        foreach (var result in await Task.WhenAll(_results.Values.Select(r => r.Value)))
        {
            if (result is SkippedTestException)
                ExceptionDispatchInfo.Throw(result);
        }
    }

    public async Task InitializeAsync()
    {
        _site = await RpServer.StartAsync();
        await File.WriteAllTextAsync(_certificate, _site.CertificatePem);
        _server = new ConformanceServer(_certificate);
        await _server.InitializeAsync();

        _offer = DiscoverAsync();
        _results = Plans.All.ToDictionary(at => at, at => new Lazy<Task<Exception?>>(() => RunAsync(at)));
        // For whoever works on a module: the others run only when their own tests ask.
        var only = Environment.GetEnvironmentVariable("AUTH_CONFORMANCE_ONLY") ?? "";
        // A browser that shares two cores with eight others is slow to no purpose: those modules go before all.
        foreach (var at in Plans.All.Where(a => a.Variant.Plan is "frontchannel-logout" or "session-management" && a.Module.Contains(only, StringComparison.Ordinal)))
            await _results[at].Value;
        // Of the rest, those that wait for a clock go first.
        foreach (var at in Plans.All.OrderBy(a => a.Module is not ("oidcc-codereuse-30seconds" or "oidcc-refresh-token-rp-key-rotation")))
        {
            if (at.Module.Contains(only, StringComparison.Ordinal))
                _ = _results[at].Value;
        }
    }

    public async Task DisposeAsync()
    {
        await KeepLogAsync();
        if (_server is not null)
            await _server.EndAsync();
        if (_site is not null)
            await _site.DisposeAsync();
        _slots.Dispose();
        File.Delete(_certificate);
    }

    private async Task<Provider> DiscoverAsync()
    {
        using var channel = (_server ?? throw new InvalidOperationException()).NewBackChannel();
        return new Provider((await channel.GetAsync("/.well-known/openid-configuration")).Json, new KeySet(default));
    }

    /// <summary>For whoever looks into failures, those of features that are not there yet included.</summary>
    private async Task KeepLogAsync()
    {
        var failures = await Task.WhenAll(_results.Where(r => r.Value.IsValueCreated)
            .Select(async r => (r.Key, Failure: await r.Value.Value)));
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "tests")).FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "conformance.log"),
            failures.Where(f => f.Failure is not null).Select(f => $"{f.Key.Module} ({f.Key.Variant})\n{f.Failure}\n"));
    }

    private Task<Exception?> RunAsync(Case at) => JudgeAsync(at, Catalogue.Modules[at.Module]);

    /// <summary>Runs it, whatever it does.</summary>
    internal Task<Exception?> JudgeAsync(Case at, Func<ModuleRun, Task> module) => Task.Run(async () =>
    {
        await _slots.EnterAsync();
        try
        {
            using var run = new ModuleRun(
                at, _server ?? throw new InvalidOperationException(), _site ?? throw new InvalidOperationException(), _slots);
            await module(run);
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
