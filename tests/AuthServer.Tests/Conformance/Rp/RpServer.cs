using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>The relying parties' side that can be called: it serves what was published, and notes every call.</summary>
internal sealed class RpServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (string Type, string Body)> _published = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RpCall>> _calls = new();
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private RpServer(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    /// <summary>https, by a certificate that signs itself: whoever is to call has to trust <see cref="CertificatePem"/>.</summary>
    public string Address => _app.Urls.First(u => u.StartsWith("https", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The same without TLS.</summary>
    public string PlainAddress => _app.Urls.First(u => u.StartsWith("http:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string CertificatePem => _certificate.ExportCertificatePem();

    public static async Task<RpServer> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate));
        });
        var server = new RpServer(builder.Build(), certificate);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Serves this; published again, it replaces what was there.</summary>
    public void Publish(string path, string type, string body) => _published[path] = (type, body);

    /// <summary>What called there so far.</summary>
    public IReadOnlyList<RpCall> Calls(string path) => _calls.TryGetValue(path, out var calls) ? [.. calls] : [];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var form = request.HasFormContentType ? await request.ReadFormAsync() : null;
        _calls.GetOrAdd(request.Path.Value ?? "", _ => new()).Enqueue(new RpCall(
            request.Method,
            request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            form?.ToDictionary(f => f.Key, f => f.Value.ToString()) ?? []));
        var (type, body) = _published.GetValueOrDefault(request.Path.Value ?? "", ("text/plain", "here"));
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    }
}
