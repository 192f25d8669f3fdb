using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

public sealed class ClientStoreTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Document = """{"redirect_uris":["https://client.example/cb"],"client_name":"One"}""";

    private readonly ServiceProvider _node = Node(database);
    private readonly ServiceProvider _other = Node(database);

    public async Task InitializeAsync()
    {
        await _node.GetRequiredService<KeyRing>().LoadAsync(CancellationToken.None);
        await _other.GetRequiredService<KeyRing>().LoadAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Secret_itself_is_kept_sealed_and_only_where_it_is_needed()
    {
        const string Secret = "a-secret-of-thirty-two-bytes-at-least";
        const string Signing = """{"redirect_uris":["https://client.example/cb"],"id_token_signed_response_alg":"HS256"}""";
        await EditAsync(d => d.CreateAsync("plain", Document, [new NewSecret(Secret)], CancellationToken.None));
        await EditAsync(d => d.CreateAsync("hs", Signing, [new NewSecret(Secret)], CancellationToken.None));
        await EditAsync(d => d.CreateAsync("short", Signing, [new NewSecret("too short")], CancellationToken.None));

        Assert.Empty((await FindAsync(_node, "plain"))!.SharedSecrets); // created above
        Assert.Empty((await FindAsync(_node, "short"))!.SharedSecrets);
        var shared = Assert.Single((await FindAsync(_other, "hs"))!.SharedSecrets); // another node
        Assert.Equal(new SharedSecret(Secret).Keys.Keys[0].Kty, shared.Keys.Keys[0].Kty);
        Assert.IsType<JwsReading.Verified>(JwsReader.Read(
            JwsWriter.Write(shared.Signer, "JWT", "{}"u8), new SharedSecret(Secret).Keys, ["HS256"], "JWT"));
        Assert.DoesNotContain(Secret, await StoredAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{shared} {new NewSecret(Secret)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_is_recalled_where_a_change_makes_it_needed()
    {
        const string Secret = "another-secret-of-thirty-two-bytes-at-least";
        const string Signing = """{"redirect_uris":["https://client.example/cb"],"userinfo_signed_response_alg":"HS256"}""";
        await EditAsync(d => d.CreateAsync("later", Document, [new NewSecret(Secret)], CancellationToken.None));
        await EditAsync(d => d.DescribeAsync("later", Signing, CancellationToken.None));
        await EditAsync(async d => Assert.False(await d.RecallSecretAsync("later", Secret + "x", CancellationToken.None)));
        await EditAsync(async d => Assert.True(await d.RecallSecretAsync("later", Secret, CancellationToken.None)));
        Assert.Single((await FindAsync(_node, "later"))!.SharedSecrets); // created above
    }

    [Fact]
    public async Task Client_is_found_as_it_was_described()
    {
        await EditAsync(d => d.CreateAsync("c1", Document, [new NewSecret("s3cret")], CancellationToken.None));
        var client = await FindAsync(_node, "c1");
        Assert.Equal("One", client!.Name); // created above
        Assert.True(client.Enabled);
        Assert.True(client.Epoch > 0);
        Assert.True(Assert.Single(client.Secrets).Matches("s3cret"u8, DateTimeOffset.UnixEpoch));
        Assert.Same(client, await FindAsync(_node, "c1"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("C1 ")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public async Task CLA_23_strange_ids_are_nobody(string id) => Assert.Null(await FindAsync(_node, id));

    [Fact]
    public async Task CLA_23_id_of_10_KB_is_nobody() => Assert.Null(await FindAsync(_node, new string('a', 10_240)));

    [Fact]
    public async Task Ids_are_compared_byte_for_byte()
    {
        await EditAsync(d => d.CreateAsync("Case", Document, [], CancellationToken.None));
        Assert.Null(await FindAsync(_node, "case"));
        Assert.NotNull(await FindAsync(_node, "Case"));
    }

    [Fact]
    public async Task Change_is_in_force_here_at_once_and_elsewhere_with_the_feed()
    {
        await EditAsync(d => d.CreateAsync("c2", Document, [], CancellationToken.None));
        Assert.NotNull(await FindAsync(_node, "c2"));
        Assert.NotNull(await FindAsync(_other, "c2"));

        await EditAsync(d => d.EnableAsync("c2", false, CancellationToken.None));
        Assert.False((await FindAsync(_node, "c2"))!.Enabled); // there since above
        Assert.True((await FindAsync(_other, "c2"))!.Enabled);
        foreach (var entry in await FeedAsync("c2"))
            _other.GetRequiredService<ClientStore>().Apply(entry);
        Assert.False((await FindAsync(_other, "c2"))!.Enabled);
    }

    [Fact]
    public async Task Client_that_was_asked_for_before_it_was_made_is_found_once_the_feed_told()
    {
        Assert.Null(await FindAsync(_other, "late"));
        await EditAsync(d => d.CreateAsync("late", Document, [], CancellationToken.None));
        foreach (var entry in await FeedAsync("late"))
            _other.GetRequiredService<ClientStore>().Apply(entry);
        Assert.NotNull(await FindAsync(_other, "late"));
    }

    [Fact]
    public async Task Client_made_again_has_a_higher_epoch()
    {
        await EditAsync(d => d.CreateAsync("again", Document, [], CancellationToken.None));
        var first = (await FindAsync(_node, "again"))!.Epoch; // just created
        await EditAsync(d => d.DeleteAsync("again", CancellationToken.None));
        Assert.Null(await FindAsync(_node, "again"));
        await EditAsync(d => d.CreateAsync("again", Document, [], CancellationToken.None));
        Assert.True((await FindAsync(_node, "again"))!.Epoch > first); // just created
    }

    [Fact]
    public async Task Two_editors_cannot_overwrite_each_other()
    {
        await EditAsync(d => d.CreateAsync("race", Document, [], CancellationToken.None));
        await using var one = _node.CreateAsyncScope();
        await using var two = _node.CreateAsyncScope();
        var late = one.ServiceProvider.GetRequiredService<AuthDbContext>();
        await late.Set<ClientRow>().FindAsync("race");
        await two.ServiceProvider.GetRequiredService<ClientDirectory>().EnableAsync("race", false, CancellationToken.None);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
            one.ServiceProvider.GetRequiredService<ClientDirectory>().DescribeAsync("race", Document, CancellationToken.None));
    }

    [Fact]
    public async Task Origins_are_those_of_redirect_uris_and_allowed_origins_of_enabled_clients()
    {
        var origins = _node.GetRequiredService<ClientOrigins>();
        await EditAsync(d => d.CreateAsync("o1", """
            {"redirect_uris":["https://o1.example/cb","com.example.app:/cb","http://localhost:7777/x"],
             "allowed_origins":["https://api.o1.example"],"first_party":true}
            """, [], CancellationToken.None));
        await origins.LoadAsync(CancellationToken.None);
        Assert.True(origins.IsAllowed("https://o1.example"));
        Assert.True(origins.IsFirstParty("http://localhost:7777"));
        Assert.True(origins.IsAllowed("https://api.o1.example"));
        Assert.False(origins.IsAllowed("https://evil.example"));
        Assert.False(origins.IsAllowed("https://o1.example/cb"));

        await EditAsync(d => d.EnableAsync("o1", false, CancellationToken.None));
        foreach (var entry in await FeedAsync("o1"))
            origins.Apply(entry);
        await Eventually.TrueAsync(() => !origins.IsAllowed("https://o1.example"));
    }

    private static async Task<Client?> FindAsync(ServiceProvider node, string id) =>
        await node.GetRequiredService<IClients>().FindAsync(id, CancellationToken.None);

    private async Task EditAsync(Func<ClientDirectory, Task> edit)
    {
        await using var scope = _node.CreateAsyncScope();
        await edit(scope.ServiceProvider.GetRequiredService<ClientDirectory>());
    }

    private async Task<List<FeedEntry>> FeedAsync(string key)
    {
        await using var scope = _node.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AuthDbContext>()
            .Set<FeedRow>().Where(r => r.Key == key).ToListAsync();
        return [.. rows.Select(r => new FeedEntry(r.Kind, r.Key, r.Epoch, r.Until))];
    }

    private async Task<string> StoredAsync()
    {
        await using var scope = _node.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return string.Join('\n', await db.Set<ClientRow>().Select(c => c.Secrets).ToListAsync());
    }

    private static ServiceProvider Node(TestDatabase database) => database.Node(
        (services, configuration) => services.AddClients(configuration).AddKeys(configuration),
        ("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"));
}
