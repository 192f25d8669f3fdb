using System.Net.Http.Headers;
using System.Net.Http.Json;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.AdminApi;

/// <summary>Somebody in the role <c>admin</c>, with a token for the admin API.</summary>
public sealed class Administrator : IDisposable
{
    private readonly BackChannel _channel;

    private Administrator(StandardServer server, string email, string token) =>
        (_channel, Email, Token) = (server.NewBackChannel(), email, token);

    /// <summary>Theirs.</summary>
    public string Email { get; }

    /// <summary>An access token with the scope <c>admin</c>.</summary>
    public string Token { get; }

    /// <summary>A new account that has signed in with the console.</summary>
    public static async Task<Administrator> NewAsync(StandardServer server)
    {
        using var person = await Person.NewAsync(server, "admin");
        return new Administrator(server, person.Email, (await person.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!);
    }

    /// <summary>Calls the API.</summary>
    /// <param name="path">After <c>/api/admin/</c>.</param>
    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/admin/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _channel.SendAsync(request);
    }

    /// <summary>Posts.</summary>
    public Task<Reply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public void Dispose() => _channel.Dispose();
}
