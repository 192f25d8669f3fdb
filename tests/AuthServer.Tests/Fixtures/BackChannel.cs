using System.Net.Http.Headers;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>A program that calls the server: no cookies, no redirects, every answer a value.</summary>
public sealed class BackChannel : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="from">The loopback address that it calls from; null: any.</param>
    public BackChannel(Uri server, string? from = null) =>
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = Loopback.From(from),
        })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(60),
        };

    /// <summary><c>POST /connect/token</c>.</summary>
    public Task<Reply> TokenAsync(ClientLogin client, params (string Name, string Value)[] members) =>
        PostAsync("/connect/token", client, members);

    /// <summary>Posts a form as that client.</summary>
    public Task<Reply> PostAsync(string path, ClientLogin client, params (string Name, string Value)[] members)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(
                members.Concat(client.Members).Select(m => KeyValuePair.Create(m.Name, m.Value))),
        };
        request.Headers.Authorization = client.Authorization;
        return SendAsync(request);
    }

    /// <summary>Gets, with a bearer token where one is given.</summary>
    public Task<Reply> GetAsync(string path, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(request);
    }

    /// <summary>Posts a body exactly as it stands: for what no well-meaning client would send.</summary>
    public Task<Reply> PostRawAsync(string path, string body, string contentType = "application/x-www-form-urlencoded")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });
    }

    /// <summary>Sends anything.</summary>
    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request);
            return await Reply.ReadAsync(answer);
        }
    }

    public void Dispose() => _http.Dispose();
}
