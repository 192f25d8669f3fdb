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

    /// <summary>An access token with the scope of the role.</summary>
    public string Token { get; }

    /// <summary>A new account that has signed in with the console.</summary>
    /// <param name="role">Which kind of administrator.</param>
    public static async Task<Administrator> NewAsync(StandardServer server, string role = "admin")
    {
        using var person = await Person.NewAsync(server, role);
        return new Administrator(server, person.Email, (await person.TokensAsync("admin-console", ("scope", $"openid {role}")))["access_token"]!);
    }

    /// <summary>Calls the API.</summary>
    /// <param name="path">After <c>/api/admin/</c>.</param>
    /// <param name="version">The <c>ETag</c> that the call was decided on; null: none is sent.</param>
    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, "/api/admin/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _channel.SendAsync(request);
    }

    /// <summary>Gets.</summary>
    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Puts.</summary>
    public Task<Reply> PutAsync(string path, object body, string? version = null) => SendAsync(HttpMethod.Put, path, body, version);

    /// <summary>Patches.</summary>
    public Task<Reply> PatchAsync(string path, object body, string? version = null) => SendAsync(HttpMethod.Patch, path, body, version);

    /// <summary>Deletes.</summary>
    public Task<Reply> DeleteAsync(string path, string? version = null) => SendAsync(HttpMethod.Delete, path, null, version);

    /// <summary>Posts.</summary>
    public Task<Reply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public void Dispose() => _channel.Dispose();
}
