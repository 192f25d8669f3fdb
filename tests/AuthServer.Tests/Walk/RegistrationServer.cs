using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>A server at which clients register themselves, with one initial access token.</summary>
public sealed class RegistrationServer : StandardServer
{
    public const string InitialToken = "an-initial-access-token-of-tests-0123456789";

    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, ("Registration:InitialAccessTokens:0", InitialToken)];

    /// <summary>What a web app says of itself; <paramref name="changes"/> replace, add, or with null remove.</summary>
    public static JsonObject WebApp(params (string Name, JsonNode? Value)[] changes)
    {
        var app = new JsonObject
        {
            ["client_name"] = "An app of its own",
            ["redirect_uris"] = new JsonArray(Callback),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        };
        foreach (var (name, value) in changes)
        {
            app.Remove(name);
            if (value is not null)
                app.Add(name, value);
        }

        return app;
    }

    /// <summary>Sends JSON to the endpoint, or to a client's own address, with a bearer token where one is given.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? token, JsonNode? body = null)
    {
        using var channel = NewBackChannel();
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await channel.SendAsync(request);
    }

    public Task<Reply> RegisterAsync(JsonNode app, string? token = InitialToken) =>
        SendAsync(HttpMethod.Post, "/connect/register", token, app);

    /// <summary>A client that registered itself.</summary>
    public async Task<JsonElement> NewAsync(params (string Name, JsonNode? Value)[] changes)
    {
        var made = await RegisterAsync(WebApp(changes));
        Assert.True(made.Status == System.Net.HttpStatusCode.Created, made.ToString());
        return made.Json;
    }
}
