using AuthServer.Core.Clients;
using AuthServer.Core.Declarations;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

public sealed class DeclarationSourceTests(TestDatabase database) : DeclaringTests(database)
{
    private const string Whole =
        """
        {"branding":{"name":"One"},"scopes":[{"name":"orders"}],"roles":["clerk"],
         "users":[{"email":"ada@example.org"}],
         "providers":[{"scheme":"acme","issuer":"https://id.acme.example","client_id":"x","client_secret":"s"}],
         "clients":[{"client_id":"web","client_secret":"s3cret","grant_types":[],"client_name":"Web"}]}
        """;

    [Fact]
    public async Task Files_are_applied_again_when_they_change_and_errors_keep_the_old_state()
    {
        var path = Path.Combine(Folder, "d.json");
        var source = Node.GetRequiredService<DeclarationSource>();
        await File.WriteAllTextAsync(path, """{"branding":{"name":"One"}}""");
        Assert.True(await source.ApplyAsync(CancellationToken.None));

        await File.WriteAllTextAsync(path, """{"branding":{"name":"Tw""");
        Assert.False(await source.ApplyAsync(CancellationToken.None));
        await source.ApplyAsync(CancellationToken.None);
        Assert.Single(Log.Lines, l => l.Level == LogLevel.Error && l.Text.Contains("d.json:1", StringComparison.Ordinal));
        Assert.Equal("One", await NameAsync());

        await File.WriteAllTextAsync(path, """{"branding":{"name":"Two"}}""");
        Assert.True(await source.ApplyAsync(CancellationToken.None));
        Assert.Equal("Two", await NameAsync());

        async Task<string> NameAsync() =>
            (await Node.GetRequiredService<BrandingStore>().GetAsync(CancellationToken.None)).Name;
    }

    [Theory]
    [InlineData(Whole, true)]
    [InlineData("""{"scopes":[{"name":"orders"}],"users":[{"email":"ada@example.org"}]}""", true)]
    [InlineData("""{"clients":[{"client_id":"web","client_secret":"another","grant_types":[],"client_name":"Web"}]}""", false)]
    [InlineData("""{"clients":[{"client_id":"web","client_secret":"s3cret","grant_types":[],"client_name":"Other"}]}""", false)]
    [InlineData("""{"providers":[{"scheme":"acme","issuer":"https://id.acme.example","client_id":"x","client_secret":"other"}]}""", false)]
    [InlineData("""{"scopes":[{"name":"orders"},{"name":"new"}]}""", false)]
    [InlineData("""{"scopes":[{"name":"orders"}""", false)]
    [InlineData("{}", false)]
    public async Task Server_opens_before_files_are_applied_that_were_applied_before(string text, bool isKnown)
    {
        await ApplyAsync(Whole);
        await File.WriteAllTextAsync(Path.Combine(Folder, "d.json"), text);

        Assert.Equal(isKnown, await (await NodeAsync()).GetRequiredService<DeclarationSource>().AreAppliedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Watcher_applies_a_change_while_running()
    {
        using var stop = new CancellationTokenSource();
        var watching = Node.GetRequiredService<DeclarationSource>().WatchAsync(stop.Token);
        await File.WriteAllTextAsync(Path.Combine(Folder, "d.json"), """{"scopes":[{"name":"watched"}]}""");
        var catalog = Node.GetRequiredService<IScopes>();
        await Eventually.TrueAsync(() =>
            catalog.AllAsync(CancellationToken.None).AsTask().Result.ContainsKey("watched"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }
}
