using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Hosting;

/// <summary>
/// Routes that are put together when the first of them is needed, or soon after the server has opened: those of people and
/// of the JSON APIs cost a start a quarter of a second, and no program that asks for a token waits for them.
/// </summary>
internal sealed class LateRoutes(IEndpointRouteBuilder early, Action<IEndpointRouteBuilder> map) : EndpointDataSource, IEndpointRouteBuilder
{
    private readonly Lock _lock = new();
    private readonly ConfigurationReloadToken _made = new();
    private volatile IReadOnlyList<Endpoint>? _all;
    private volatile bool _isReady;

    /// <inheritdoc/>
    public IServiceProvider ServiceProvider => early.ServiceProvider;

    /// <inheritdoc/>
    public ICollection<EndpointDataSource> DataSources { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _all ?? [];

    /// <inheritdoc/>
    public IApplicationBuilder CreateApplicationBuilder() => early.CreateApplicationBuilder();

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken() => _all is null ? _made : NullChangeToken.Singleton;

    /// <summary>From now on they are there; whoever comes meanwhile waits.</summary>
    public void Make()
    {
        if (_isReady)
            return;
        lock (_lock)
        {
            if (_isReady)
                return;
            map(this);
            _all = [.. DataSources.SelectMany(d => d.Endpoints)];
            _made.OnReload(); // routing looks again, before this returns
            _isReady = true;
        }
    }
}
