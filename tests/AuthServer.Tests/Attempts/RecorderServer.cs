using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>A server whose flight recorder drops nothing, and at which clients register themselves.</summary>
public sealed class RecorderServer : StandardServer
{
    public const string InitialToken = "an-initial-access-token-of-tests-0123456789";

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings, ("Registration:InitialAccessTokens:0", InitialToken), ("Recorder:PerMinute", "1000000"),
        ("Recorder:PerSenderPerMinute", "1000000"), ("Recorder:PerClientPerMinute", "1000000"),
    ];

    /// <summary>Opens the attempt that an answer names, as an administrator.</summary>
    internal static async Task<JsonElement> OpenAsync(Administrator admin, Reply answer)
    {
        var id = answer.Header("Attempt-Id");
        Assert.True(id is not null, answer.ToString());
        // Written behind the scenes.
        var opened = await Eventually.SeeAsync(
            () => admin.SendAsync(HttpMethod.Get, $"attempts/{id}"), r => r.Status != HttpStatusCode.NotFound);
        Assert.True(opened.Status == HttpStatusCode.OK, opened.ToString());
        Assert.Equal(id, opened["id"]);
        return opened.Json;
    }

    /// <summary>Registers a client, or looks after one.</summary>
    internal async Task<Reply> RegisterAsync(object document, string? token = InitialToken, string path = "", HttpMethod? method = null)
    {
        using var channel = NewBackChannel();
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, "/connect/register" + path) { Content = JsonContent.Create(document) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await channel.SendAsync(request);
    }
}

/// <summary>One such server for all tests that need no settings of their own.</summary>
[CollectionDefinition(Name)]
public sealed class RecorderCollection : ICollectionFixture<RecorderServer>
{
    public const string Name = "flight recorder";
}
