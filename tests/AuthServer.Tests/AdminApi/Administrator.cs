using System.Net.Http.Headers;
using System.Net.Http.Json;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.AdminApi;

/// <summary>Somebody in the role <c>admin</c>, with a token for the admin API.</summary>
public sealed class Administrator : IDisposable
{
    private readonly BackChannel _channel;

    private Administrator(StandardServer server, string token) => (_channel, Token) = (server.NewBackChannel(), token);

    /// <summary>An access token with the scope <c>admin</c>.</summary>
    public string Token { get; }

    /// <summary>A new account that has signed in with the console.</summary>
    /// <param name="role">Its role, and the scope of its token.</param>
    public static async Task<Administrator> NewAsync(StandardServer server, string role = "admin")
    {
        using var person = await Person.NewAsync(server, role);
        return new Administrator(server, (await person.TokensAsync("admin-console", ("scope", $"openid {role}")))["access_token"]!);
    }

    /// <summary>Calls the API.</summary>
    /// <param name="path">After <c>/api/admin/</c>.</param>
    /// <param name="version">For <c>If-Match</c>.</param>
    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, "/api/admin/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (version is not null)
            request.Headers.Add("If-Match", version);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _channel.SendAsync(request);
    }

    /// <summary>Gets.</summary>
    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Posts.</summary>
    public Task<Reply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Changes.</summary>
    /// <param name="version">The one that it was decided on; null: whichever there is.</param>
    public Task<Reply> PatchAsync(string path, object body, string? version = null) => SendAsync(HttpMethod.Patch, path, body, version);

    public void Dispose() => _channel.Dispose();
}
