using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace AuthServer.Core.Tests.Outbound;

/// <summary>Servers that keep us waiting, send without end or are not who they say.</summary>
public sealed class SlowAndGreedyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Fact]
    public async Task SSR_15_who_is_slow_is_given_up_after_three_seconds_however_it_is_slow()
    {
        using var mute = new Host((_, ct) => Task.Delay(Timeout.Infinite, ct));
        using var drip = new Host(async (stream, ct) =>
        {
            await Host.WriteAsync(stream, Ok + "Content-Length: 1000\r\n\r\n", ct);
            await DripAsync(stream, "x", ct);
        });
        using var headers = new Host(async (stream, ct) =>
        {
            await Host.WriteAsync(stream, Ok, ct);
            await DripAsync(stream, "X-A: b\r\n", ct);
        });
        using var calls = Calls.InDevelopment(h => h == "slow.example.com"
            ? new TaskCompletionSource<IPAddress[]>().Task
            : Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var since = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(
            calls.GetAsync(mute.Url, default), calls.GetAsync(drip.Url, default), calls.GetAsync(headers.Url, default),
            calls.GetAsync($"https://rp.example.com:{mute.Port}/tls", default), calls.GetAsync("http://slow.example.com/", default));

        Assert.All(answers, Assert.Null);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 2.5, 5.5);
        Assert.Equal(2, mute.Connections);
    }

    [Fact]
    public async Task SSR_15_a_slow_host_fills_its_own_lanes_and_no_others()
    {
        using var mute = new Host((_, ct) => Task.Delay(Timeout.Infinite, ct));
        using var host = Host.Saying("{}");
        using var calls = Calls.InDevelopment();
        using var enough = new CancellationTokenSource();
        var stuck = Enumerable.Range(0, 100).Select(_ => calls.GetAsync(mute.Url, enough.Token)).ToArray();
        var since = Stopwatch.GetTimestamp();

        Assert.NotNull(await calls.GetAsync(host.Url, default));

        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 2);
        Assert.InRange(mute.Connections, 0, 16);
        await enough.CancelAsync();
        foreach (var call in stuck)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task SSR_15_more_than_256_KB_is_not_read_announced_or_not()
    {
        using var announced = new Host((stream, ct) => Host.WriteAsync(stream, Ok + "Content-Length: 10737418240\r\n\r\n", ct));
        using var endless = new Host(async (stream, ct) =>
        {
            await Host.WriteAsync(stream, Ok + "Connection: close\r\n\r\n", ct);
            for (var block = new byte[64 * 1024]; ;)
                await stream.WriteAsync(block, ct);
        });
        using var exact = Host.Saying(new string(' ', 256 * 1024));
        using var calls = Calls.InDevelopment();

        Assert.Null(await calls.GetAsync(announced.Url, default));
        Assert.Null(await calls.GetAsync(endless.Url, default));
        Assert.NotNull(await calls.GetAsync(exact.Url, default));
    }

    [Fact]
    public async Task SSR_15_a_gzip_bomb_does_not_go_off()
    {
        using var bomb = new Host(async (stream, ct) =>
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
                await gzip.WriteAsync(new byte[10 * 1024 * 1024], ct);
            await Host.WriteAsync(stream, Ok + $"Content-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n", ct);
            await stream.WriteAsync(packed.ToArray(), ct);
        });
        using var calls = Calls.InDevelopment();

        Assert.Null(await calls.GetAsync(bomb.Url, default));
    }

    [Fact]
    public async Task SSR_15_endless_headers_are_not_read_to_their_end()
    {
        using var host = new Host(async (stream, ct) =>
        {
            await Host.WriteAsync(stream, Ok, ct);
            for (var line = Encoding.ASCII.GetBytes("X-A: " + new string('b', 1000) + "\r\n"); ;)
                await stream.WriteAsync(line, ct);
        });
        using var calls = Calls.InDevelopment();
        var since = Stopwatch.GetTimestamp();

        Assert.Null(await calls.GetAsync(host.Url, default));
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task SSR_15_a_certificate_that_nobody_vouches_for_or_that_has_expired_is_a_failure(int lastDay)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        var wish = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = wish.CreateSelfSigned(now.AddDays(-10), now.AddDays(lastDay));
        var answered = false;
        using var tls = TlsHost(certificate, () => answered = true);
        var log = new Recorder();
        using var calls = Calls.InDevelopment(log: log);

        Assert.Null(await calls.GetAsync($"https://localhost:{tls.Port}/", default));

        Assert.False(answered);
        Assert.Contains(log.Lines, l => l.Text.Contains("SecureConnectionError", StringComparison.Ordinal));
    }

    private static Host TlsHost(X509Certificate2 certificate, Action answered) => new(
        async (raw, ct) =>
        {
            await using var stream = new SslStream(raw);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
            await stream.ReadExactlyAsync(new byte[1], ct);
            answered();
            await Host.WriteAsync(stream, Ok + "Content-Length: 2\r\n\r\n{}", ct);
        },
        readsFirst: false);

    private static async Task DripAsync(Stream stream, string what, CancellationToken ct)
    {
        while (true)
        {
            await Host.WriteAsync(stream, what, ct);
            await Task.Delay(1000, ct);
        }
    }
}
