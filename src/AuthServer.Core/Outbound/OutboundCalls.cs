using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Outbound;

/// <summary>The guarded way out. What is called cannot send us elsewhere, keep us waiting or fill our memory.</summary>
internal sealed class OutboundCalls : IOutbound, IDisposable
{
    /// <summary>For everything from the name to the last byte.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Most calls at once, and most to one host: a slow host fills its own lanes and leaves the others'.</summary>
    private const int Lanes = 256, LanesOfOneHost = 16;

    private readonly UrlRule _rule;
    private readonly Names _names;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _lanes = new(Lanes);
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboundCalls> _log;

    public OutboundCalls(OutboundOptions options, NameLookup lookup, TimeProvider clock, ILogger<OutboundCalls> log)
    {
        _rule = new UrlRule(options);
        _names = new Names(lookup);
        (_clock, _log) = (clock, log);
        _http = new HttpClient(HandlerOf(new Dialer(_rule, _names))) { Timeout = Timeout.InfiniteTimeSpan }; // our own is shorter
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("AuthServer");
    }

    public string? Judge(string url) => _rule.TryRead(url, out _, out var flaw) ? null : flaw;

    public Task<OutboundDocument?> GetAsync(string url, CancellationToken ct) =>
        CallAsync<OutboundDocument>(url, "document", u => new HttpRequestMessage(HttpMethod.Get, u), Documents.ReadAsync, ct);

    public Task<int?> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) =>
        PostAsync(url, "notice", u => new HttpRequestMessage(HttpMethod.Post, u) { Content = new FormUrlEncodedContent(form) }, ct);

    public Task<int?> PostAsync(
        string url, ReadOnlyMemory<byte> json, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken ct) =>
        PostAsync(url, "webhook", u => RequestOf(u, json, headers), ct);

    public void Dispose()
    {
        _http.Dispose();
        _names.Dispose();
        _lanes.Dispose();
    }

    private static SocketsHttpHandler HandlerOf(Dialer dialer) => new()
    {
        ConnectCallback = dialer.ConnectAsync,
        ConnectTimeout = Patience,
        UseProxy = false, // a proxy would connect to what we never judged
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None, // a few bytes stay a few bytes
        ActivityHeadersPropagator = null, // our traces are our own
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 4096,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        MaxConnectionsPerServer = LanesOfOneHost,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1), // names move
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
    };

    private static HttpRequestMessage RequestOf(
        Uri url, ReadOnlyMemory<byte> json, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return request;
    }

    private async Task<int?> PostAsync(string url, string purpose, Func<Uri, HttpRequestMessage> write, CancellationToken ct) =>
        (await CallAsync<Status>(url, purpose, write, (answer, _) => Task.FromResult<Status>(new((int)answer.StatusCode)), ct))?.Code;

    private async Task<T?> CallAsync<T>(
        string url, string purpose, Func<Uri, HttpRequestMessage> write, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken ct)
        where T : class
    {
        if (!_rule.TryRead(url, out var address, out var flaw))
            return Failed<T>(purpose, "refused", address, flaw);

        using var deadline = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            await _lanes.WaitAsync(either.Token);
            try
            {
                using var request = write(address);
                using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                var result = await read(answer, either.Token);
                Counts.Called(purpose, "answered");
                return result;
            }
            finally
            {
                _lanes.Release();
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed<T>(purpose, "late", address, "no whole answer in time");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            return Failed<T>(purpose, "failed", address, ReasonOf(fault));
        }
    }

    private static string ReasonOf(Exception fault) => fault switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known => known.HttpRequestError.ToString(),
        HttpRequestException ours => ours.Message,
        _ => fault.GetType().Name,
    };

    private T? Failed<T>(string purpose, string outcome, Uri? address, string reason)
        where T : class
    {
        Counts.Called(purpose, outcome);
        _log.CallFailed(address is null ? "?" : UrlRule.HostOf(address), reason);
        return null;
    }

    private sealed record Status(int Code);
}
