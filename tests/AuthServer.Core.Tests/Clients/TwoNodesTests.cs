using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

/// <summary>What one node changes reaches the other by the real feed.</summary>
public sealed class TwoNodesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Uri = "https://client.example/cb";

    private ServiceProvider _one = null!; // by InitializeAsync
    private ServiceProvider _other = null!;

    public async Task InitializeAsync() => (_one, _other) = (await NodeAsync(), await NodeAsync());

    public async Task DisposeAsync()
    {
        foreach (var node in new[] { _one, _other })
        {
            await node.GetRequiredService<FeedReader>().StopAsync(CancellationToken.None);
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task RDR_34_removed_address_is_refused_by_the_other_node_when_it_hears_of_it()
    {
        await EditAsync(d => d.CreateAsync("web", $$"""{"redirect_uris":["{{Uri}}"]}""", [], CancellationToken.None));
        await Eventually.TrueAsync(() => Find() is { } client && RedirectUriRule.Allows(client, Uri));

        await EditAsync(d => d.DescribeAsync(
            "web", """{"redirect_uris":["https://client.example/other"]}""", CancellationToken.None));
        await Eventually.TrueAsync(() => Find() is { } client && !RedirectUriRule.Allows(client, Uri));
    }

    [Fact]
    public async Task Scopes_and_branding_reach_the_other_node()
    {
        await _other.GetRequiredService<IScopes>().AllAsync(CancellationToken.None);
        await _other.GetRequiredService<BrandingStore>().GetAsync(CancellationToken.None);
        await using (var scope = _one.CreateAsyncScope())
        {
            var directory = scope.ServiceProvider.GetRequiredService<PresentationDirectory>();
            await directory.PutScopeAsync(new Scope("new", "New", [], []), CancellationToken.None);
            await directory.PutBrandingAsync(new Branding { Name = "New" }, CancellationToken.None);
        }

        await Eventually.TrueAsync(() => Now(_other.GetRequiredService<IScopes>().AllAsync(default)).ContainsKey("new"));
        await Eventually.TrueAsync(() => Now(_other.GetRequiredService<BrandingStore>().GetAsync(default)).Name == "New");
    }

    [Fact]
    public async Task Key_that_one_node_announces_is_published_by_the_other()
    {
        var (mine, theirs) = (_one.GetRequiredService<KeyRing>(), _other.GetRequiredService<KeyRing>());
        await mine.RotateAsync(new(Actor.Server("tests")), CancellationToken.None);
        await Eventually.TrueAsync(() =>
            mine.Published.Select(k => k.Id).Order().SequenceEqual(theirs.Published.Select(k => k.Id).Order()));
    }

    private Client? Find() => Now(_other.GetRequiredService<IClients>().FindAsync("web", CancellationToken.None));

    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private async Task EditAsync(Func<ClientDirectory, Task> edit)
    {
        await using var scope = _one.CreateAsyncScope();
        await edit(scope.ServiceProvider.GetRequiredService<ClientDirectory>());
    }

    private async Task<ServiceProvider> NodeAsync()
    {
        var node = database.Node(
            (services, configuration) => services.AddSingleton(new Lifetimes())
                .AddClients(configuration).AddKeys(configuration).AddRevocations(),
            ("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"));
        await node.GetRequiredService<KeyRing>().LoadAsync(CancellationToken.None);
        await node.GetRequiredService<FeedReader>().StartAsync(CancellationToken.None);
        return node;
    }
}
