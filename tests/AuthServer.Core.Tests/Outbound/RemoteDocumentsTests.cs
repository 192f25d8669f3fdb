using System.Text;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Core.Tests.Outbound;

/// <summary>What clients left elsewhere, fetched from real servers over the guarded way.</summary>
public sealed class RemoteDocumentsTests : IDisposable
{
    private readonly AuthServer.Core.Outbound.OutboundCalls _calls = Calls.InDevelopment();
    private readonly FakeClock _clock = new();

    public void Dispose() => _calls.Dispose();

    [Fact]
    public async Task SSR_28_CLA_15_what_was_fetched_serves_for_a_day_after_its_host_is_gone()
    {
        var host = StoryHost.Saying("one", "Cache-Control: max-age=60\r\nConnection: close\r\n");
        var documents = Texts();
        Assert.Equal("one", await documents.FindAsync(host.Url, default));
        host.Dispose();

        foreach (var minutes in (int[])[1, 5, 60, 12 * 60])
        {
            _clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal("one", await documents.FindAsync(host.Url, default));
        }

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await documents.FindAsync(host.Url, default));
    }

    [Theory]
    [InlineData("Cache-Control: max-age=1\r\n", 59, 61)]
    [InlineData("Cache-Control: no-store\r\n", 59, 61)]
    [InlineData("Cache-Control: max-age=99999999\r\n", 86_399, 86_401)]
    [InlineData("Cache-Control: max-age=300\r\n", 299, 301)]
    [InlineData("", 599, 601)]
    public async Task A_host_says_how_long_within_a_minute_and_a_day(string header, int still, int over)
    {
        using var host = StoryHost.Saying("one", header + "Connection: close\r\n");
        var documents = Texts();
        await documents.FindAsync(host.Url, default);

        _clock.Advance(TimeSpan.FromSeconds(still));
        await documents.FindAsync(host.Url, default);
        Assert.Single(host.Requests);
        _clock.Advance(TimeSpan.FromSeconds(over - still));
        await documents.FindAsync(host.Url, default);
        Assert.Equal(2, host.Requests.Count);
    }

    [Fact]
    public async Task However_many_wait_it_is_fetched_once_and_a_failure_is_remembered_for_seconds()
    {
        using var host = new StoryHost(async (stream, ct) =>
        {
            await Task.Delay(50, ct);
            await StoryHost.WriteAsync(stream, "HTTP/1.1 404 No\r\nConnection: close\r\n\r\n", ct);
        });
        var documents = Texts();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => documents.FindAsync(host.Url, default))), Assert.Null);
        Assert.Single(host.Requests);
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await documents.FindAsync(host.Url, default));
        Assert.Equal(2, host.Requests.Count);
    }

    [Fact]
    [Spec("OIDC Core", "10.1.1")]
    public async Task CLA_16_an_unknown_kid_fetches_the_keys_anew_and_ten_thousand_of_them_once()
    {
        using var before = SigningKey.Create("k-1", JwsAlgorithms.ES256);
        using var after = SigningKey.Create("k-2", JwsAlgorithms.ES256);
        var now = before;
        using var host = new StoryHost((stream, ct) => AnswerAsync(stream, now, ct));
        var keys = new ClientKeys(_calls, _clock);
        var client = new Client { Id = "c", Name = "c", KeysUri = host.Url };

        Assert.IsType<JwsReading.Verified>(await ReadAsync(keys, client, before));
        now = after;
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.IsType<JwsReading.Verified>(await ReadAsync(keys, client, after));
        Assert.IsType<JwsReading.Refused>(await ReadAsync(keys, client, before));
        Assert.Equal(2, host.Requests.Count);

        for (var i = 0; i < 10_000; i++)
            Assert.IsType<JwsReading.Refused>(await keys.ReadAsync(client, Named($"random-{i}", after), ["ES256"], default));
        Assert.Equal(2, host.Requests.Count);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.IsType<JwsReading.Refused>(await ReadAsync(keys, client, before));
        Assert.Equal(3, host.Requests.Count);
    }

    [Fact]
    public async Task Without_a_kid_each_key_of_the_client_that_fits_is_tried()
    {
        using var first = SigningKey.Create("k-1", JwsAlgorithms.ES256);
        using var second = SigningKey.Create("k-2", JwsAlgorithms.ES256);
        using var foreign = SigningKey.Create("k-3", JwsAlgorithms.ES256);
        var keys = new ClientKeys(_calls, _clock);
        var client = new Client { Id = "c", Name = "c", Keys = JwkSet.Of([first, second]) };

        Assert.IsType<JwsReading.Verified>(await keys.ReadAsync(client, Named(null, first), ["ES256"], default));
        Assert.IsType<JwsReading.Verified>(await keys.ReadAsync(client, Named(null, second), ["ES256"], default));
        Assert.IsType<JwsReading.Refused>(await keys.ReadAsync(client, Named(null, foreign), ["ES256"], default));
        Assert.IsType<JwsReading.Refused>(await keys.ReadAsync(client, Named("k-1", second), ["ES256"], default));
    }

    [Theory]
    [InlineData("""["https://a.example/cb","https://b.example/cb","https://c.example/cb"]""", true)]
    [InlineData("""["https://a.example/cb"]""", false)]
    [InlineData("""["https://a.example/cb","https://b.example/cb/"]""", false)]
    [InlineData("""["https://a.example/cb","https://b.example/cb",7]""", false)]
    [InlineData("""["https://a.example/cb",["https://b.example/cb"]]""", false)]
    [InlineData("""{"redirect_uris":["https://a.example/cb","https://b.example/cb"]}""", false)]
    [InlineData("\"https://a.example/cb https://b.example/cb\"", false)]
    [InlineData("<html>", false)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [Spec("OIDC Core", "8.1")]
    public async Task SSR_17_SSR_18_a_sector_is_who_stands_in_its_document(string document, bool listed)
    {
        using var host = StoryHost.Saying(document);
        var flaw = await new SectorDocument(_calls).FlawOfAsync(host.Url, ["https://a.example/cb", "https://b.example/cb"], default);
        Assert.Equal(listed, flaw is null);
    }

    [Fact]
    public async Task SSR_17_SSR_16_a_sector_of_a_million_addresses_is_refused_in_the_words_of_every_other()
    {
        using var million = StoryHost.Saying("[" + string.Join(',', Enumerable.Repeat("\"https://a.example/cb\"", 1_000_000)) + "]");
        using var empty = StoryHost.Saying("[]");
        var sectors = new SectorDocument(_calls);
        string?[] flaws =
        [
            await sectors.FlawOfAsync(million.Url, ["https://a.example/cb"], default),
            await sectors.FlawOfAsync(empty.Url, ["https://a.example/cb"], default),
            await sectors.FlawOfAsync($"http://127.0.0.1:{Ports.Free()}/", ["https://a.example/cb"], default),
            await sectors.FlawOfAsync("http://169.254.169.254/", ["https://a.example/cb"], default),
        ];
        Assert.NotNull(Assert.Single(flaws.Distinct()));
    }

    private RemoteDocuments<string> Texts() => new(_calls, d => Encoding.ASCII.GetString(d.Content.Span), _clock);

    private static ValueTask<JwsReading> ReadAsync(ClientKeys keys, Client client, SigningKey signer) =>
        keys.ReadAsync(client, Named(signer.Id, signer), ["ES256"], default);

    private static string Named(string? kid, SigningKey signer)
    {
        var header = kid is null ? """{"alg":"ES256"}""" : $$"""{"alg":"ES256","kid":"{{kid}}"}""";
        var signed = $"{Encoded(Encoding.ASCII.GetBytes(header))}.{Encoded("{}"u8)}";
        var signature = new byte[signer.SignatureLength];
        return $"{signed}.{Encoded(signature.AsSpan(0, signer.Sign(Encoding.ASCII.GetBytes(signed), signature)))}";
    }

    private static string Encoded(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static async Task AnswerAsync(Stream stream, SigningKey key, CancellationToken ct)
    {
        using var json = new MemoryStream();
        await using (var writer = new System.Text.Json.Utf8JsonWriter(json))
            JwkSet.Of([key]).Write(writer);
        await StoryHost.WriteAsync(
            stream, $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Encoding.ASCII.GetString(json.ToArray())}", ct);
    }
}
