using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>What an app of ours sends to a node, one call a line.</summary>
public sealed class AppChannel(Uri node, string clientId) : IDisposable
{
    /// <summary>For whatever has no line here.</summary>
    public BackChannel Channel { get; } = new(node);

    public string ClientId => clientId;

    /// <summary>Signs in, which must succeed.</summary>
    public async Task<Reply> LoginAsync(string email, string password, string? scope = null)
    {
        var reply = await TryLoginAsync(email, password, scope);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply;
    }

    public Task<Reply> TryLoginAsync(string email, string password, string? scope = null) =>
        PostAsync("login", new { email, password, client_id = clientId, scope });

    public Task<Reply> VerifyAsync(string email, string code, string? scope = null) =>
        PostAsync("verify", new { email, code, client_id = clientId, scope });

    /// <summary>Refreshes at the token endpoint, as every client does.</summary>
    public Task<Reply> RefreshAsync(string refreshToken, ClientLogin? login = null) => Channel.TokenAsync(
        login ?? ClientLogin.Public(clientId), ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public Task<Reply> UserInfoAsync(string accessToken) => Channel.GetAsync("/connect/userinfo", accessToken);

    public Task<Reply> GetAsync(string call, string? token = null) => SendAsync(HttpMethod.Get, call, null, token);

    public Task<Reply> PostAsync(string call, object? body, string? token = null) => SendAsync(HttpMethod.Post, call, body, token);

    public Task<Reply> PatchAsync(string call, object? body, string? token = null) => SendAsync(HttpMethod.Patch, call, body, token);

    public Task<Reply> DeleteAsync(string call, string? token = null) => SendAsync(HttpMethod.Delete, call, null, token);

    /// <param name="call">After /api/account/; empty: the account itself.</param>
    public Task<Reply> SendAsync(HttpMethod method, string call, object? body, string? token)
    {
        var request = new HttpRequestMessage(method, $"/api/account/{call}".TrimEnd('/'));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Channel.SendAsync(request);
    }

    public void Dispose() => Channel.Dispose();
}

/// <summary>A person in an app.</summary>
public sealed class SignedInApp(AppChannel app, string email, Reply tokens) : IDisposable
{
    public AppChannel App => app;

    public string Email => email;

    public string AccessToken { get; } = tokens["access_token"]!;

    public string RefreshToken { get; } = tokens["refresh_token"] ?? "";

    public Task<Reply> GetAsync(string call) => app.GetAsync(call, AccessToken);

    public Task<Reply> PostAsync(string call, object? body) => app.PostAsync(call, body, AccessToken);

    public Task<Reply> PatchAsync(string call, object? body) => app.PatchAsync(call, body, AccessToken);

    public Task<Reply> DeleteAsync(string call) => app.DeleteAsync(call, AccessToken);

    public void Dispose() => app.Dispose();
}

/// <summary>What tests say about answers.</summary>
internal static class Answers
{
    /// <summary>A problem of this code.</summary>
    public static Reply IsProblem(this Reply reply, HttpStatusCode status, string code)
    {
        Assert.True(reply.Status == status && reply["code"] == code, $"expected {(int)status} {code}: {reply}");
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
        Assert.Equal((int)status, reply.Json.GetProperty("status").GetInt32());
        return reply;
    }

    /// <summary>422, and which members are to blame.</summary>
    public static void Blames(this Reply reply, params string[] members)
    {
        reply.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal(members.Order(), reply.Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    public static Reply Is(this Reply reply, HttpStatusCode status)
    {
        Assert.True(reply.Status == status, $"expected {(int)status}: {reply}");
        return reply;
    }
}
