using System.Security.Cryptography;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Keys;

public sealed class KeyRingTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Secret = "a secret of the tests, long enough to be one";

    private static readonly Cause Someone = new(Actor.Server("tests"));

    private readonly FakeClock _clock = new();
    private readonly List<ServiceProvider> _nodes = [];

    // Each test begins without keys.
    public async Task InitializeAsync()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("truncate keys, data_protection_keys, feed");
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_make_one_set_of_keys()
    {
        var rings = Enumerable.Range(0, 4).Select(_ => Ring()).ToList();
        await Task.WhenAll(rings.Select(r => Task.Run(() => r.LoadAsync(CancellationToken.None))));

        Assert.Equal(JwsAlgorithms.Signing.Count, rings[0].Published.Count);
        Assert.All(rings, r => Assert.Equal(Ids(rings[0]), Ids(r)));
        Assert.Single(rings.Select(r => r.Current(KeyPurpose.Code).Id).Distinct());
        Assert.All(JwsAlgorithms.Signing, a => Assert.Equal(a, rings[0].Current(a).Algorithm));
    }

    [Fact]
    public async Task Key_is_published_before_it_is_used_and_until_what_it_made_has_expired()
    {
        var ring = await LoadedAsync();
        var first = ring.Current("ES256").Id;
        Assert.False(await ring.RotateIfDueAsync(CancellationToken.None));

        _clock.Advance(TimeSpan.FromDays(89) + TimeSpan.FromMinutes(1));
        Assert.True(await ring.RotateIfDueAsync(CancellationToken.None));
        var second = ring.Published.First(k => k.Algorithm == "ES256").Id;
        Assert.NotEqual(first, second);
        Assert.Equal(first, ring.Current("ES256").Id);
        Assert.False(await ring.RotateIfDueAsync(CancellationToken.None));

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(second, ring.Current("ES256").Id);

        _clock.Advance(TimeSpan.FromDays(88));
        Assert.Contains(first, Ids(ring));
        _clock.Advance(TimeSpan.FromDays(4));
        await ring.RotateIfDueAsync(CancellationToken.None);
        await ring.LoadAsync(CancellationToken.None);
        Assert.DoesNotContain(first, Ids(ring));
    }

    [Fact]
    public async Task Symmetric_key_opens_what_it_sealed_for_its_purpose_alone_and_until_it_expires()
    {
        var ring = await LoadedAsync(("Keys:Retention", "10d"));
        var sealedBy = ring.Current(KeyPurpose.Code);
        var box = new byte[3 + RingKey.Overhead];
        sealedBy.Seal([1, 2, 3], box);

        _clock.Advance(TimeSpan.FromDays(90));
        await ring.RotateIfDueAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(sealedBy.Id, ring.Current(KeyPurpose.Code).Id);
        var plaintext = new byte[3];
        Assert.True(ring.Find(KeyPurpose.Code, sealedBy.Id)!.TryOpen(box, plaintext)); // just asserted by use
        Assert.Equal([1, 2, 3], plaintext);
        Assert.False(ring.Find(KeyPurpose.SignOut, sealedBy.Id)!.TryOpen(box, plaintext));

        _clock.Advance(TimeSpan.FromDays(10));
        Assert.Null(ring.Find(KeyPurpose.Code, sealedBy.Id));
        Assert.NotNull(ring.Find(KeyPurpose.StoredSecret, sealedBy.Id));
    }

    [Fact]
    public async Task Unknown_key_id_is_read_again_behind_the_scenes()
    {
        var (one, other) = (await LoadedAsync(), await LoadedAsync());
        await one.RotateAsync(Someone, CancellationToken.None);
        var id = (await RowsAsync()).Where(r => r.Kind == KeyKind.Symmetric).Max(r => (uint)r.Id);

        Assert.Null(other.Find(KeyPurpose.Code, id));
        await Eventually.TrueAsync(() => other.Find(KeyPurpose.Code, id) is not null);
    }

    [Fact]
    public async Task Feed_brings_the_change_to_the_other_node()
    {
        var (one, other) = (await LoadedAsync(), await LoadedAsync());
        await one.RotateAsync(Someone, CancellationToken.None);
        other.Apply(new FeedEntry(FeedKind.KeysChanged, "", 0, default));
        await Eventually.TrueAsync(() => Ids(one).SequenceEqual(Ids(other)));
    }

    [Fact]
    public async Task Revoked_key_is_gone_at_once_and_another_signs()
    {
        var ring = await LoadedAsync();
        var stolen = ring.Current("RS256").Id;
        Assert.True(await ring.RevokeAsync(stolen, Someone, CancellationToken.None));
        Assert.DoesNotContain(stolen, Ids(ring));
        Assert.NotEqual(stolen, ring.Current("RS256").Id);
        Assert.False(await ring.RevokeAsync(stolen, Someone, CancellationToken.None));
        Assert.False(await ring.RevokeAsync("no such key", Someone, CancellationToken.None));
    }

    [Fact]
    public async Task Wrong_secret_is_told_at_start()
    {
        await LoadedAsync();
        var e = await Assert.ThrowsAsync<KeyRingLockedException>(() => LoadedAsync(("Keys:EncryptionSecret", "another one")));
        Assert.Contains("Keys:EncryptionSecret", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyRingLockedException>(async () =>
            await Ring(("Keys:EncryptionSecret", "another one")).RotateIfDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Rows_of_a_previous_secret_are_wrapped_anew_and_then_it_is_no_longer_needed()
    {
        const string Next = "the next secret of the tests, as long as that";
        var before = await LoadedAsync();
        var protectedText = Protector(_nodes[^1]).Protect("kept");
        var changing = await LoadedAsync(("Keys:EncryptionSecret", Next), ("Keys:PreviousEncryptionSecrets:0", Secret));
        Assert.True(await changing.RotateIfDueAsync(CancellationToken.None));
        Assert.False(await changing.RotateIfDueAsync(CancellationToken.None));

        var after = await LoadedAsync(("Keys:EncryptionSecret", Next));
        Assert.Equal(Ids(before), Ids(after));
        Assert.Equal("kept", Protector(_nodes[^1]).Unprotect(protectedText));
    }

    [Fact]
    public async Task Keys_at_rest_show_nothing_and_cannot_be_exchanged()
    {
        var ring = await LoadedAsync();
        var pkcs8 = ring.Current("ES256").ExportPkcs8();
        var rows = await RowsAsync();
        Assert.DoesNotContain(rows, r => r.Wrapped.AsSpan().IndexOf(pkcs8.AsSpan(10, 40)) >= 0);

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var swap = source.CreateCommand(
            "update keys set wrapped = (select wrapped from keys where kind = 3) where kind = 2");
        await swap.ExecuteNonQueryAsync();
        await Assert.ThrowsAnyAsync<CryptographicException>(() => LoadedAsync());
    }

    [Fact]
    public async Task Permanent_key_is_the_same_on_every_node_and_after_a_rotation()
    {
        var ring = await LoadedAsync();
        var mac = Mac(ring);
        await ring.RotateAsync(Someone, CancellationToken.None);
        Assert.Equal(mac, Mac(ring));
        Assert.Equal(mac, Mac(await LoadedAsync()));

        static string Mac(KeyRing ring)
        {
            var mac = new byte[32];
            ring.Permanent(PermanentPurpose.PairwiseSubject).Mac([1], mac);
            return Convert.ToHexString(mac);
        }
    }

    [Fact]
    public async Task Data_protection_keys_are_shared_and_wrapped()
    {
        await LoadedAsync();
        await LoadedAsync();
        var text = Protector(_nodes[0]).Protect("hello");
        Assert.Equal("hello", Protector(_nodes[1]).Unprotect(text));

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("select string_agg(xml, '') from data_protection_keys");
        var xml = (string?)await command.ExecuteScalarAsync();
        Assert.Contains("wrappedKey", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal);
    }

    private static IDataProtector Protector(ServiceProvider node) =>
        node.GetRequiredService<IDataProtectionProvider>().CreateProtector("tests");

    private static IEnumerable<string> Ids(KeyRing ring) => ring.Published.Select(k => k.Id).Order();

    private async Task<List<KeyRow>> RowsAsync()
    {
        await using var db = await _nodes[0].GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        return await db.Set<KeyRow>().AsNoTracking().ToListAsync();
    }

    private async Task<KeyRing> LoadedAsync(params (string, string)[] settings)
    {
        var ring = Ring(settings);
        await ring.LoadAsync(CancellationToken.None);
        return ring;
    }

    private KeyRing Ring(params (string, string)[] settings)
    {
        var node = database.Node(
            (services, configuration) => services.AddKeys(configuration).AddDataProtectionInDatabase()
                .AddSingleton<TimeProvider>(_clock),
            [("Keys:EncryptionSecret", Secret), .. settings]);
        _nodes.Add(node);
        return node.GetRequiredService<KeyRing>();
    }
}
