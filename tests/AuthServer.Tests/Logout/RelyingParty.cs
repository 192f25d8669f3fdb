using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>Apps that listen: what is posted to one of them, and what a browser loads from it. Each client has a path.</summary>
internal sealed class RelyingParty : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly ConcurrentQueue<string> _loads = new();

    private RelyingParty(WebApplication app) => _app = app;

    /// <summary>Answers a notice; by default with 200.</summary>
    public Func<string, Task<int>> Answer { get; set; } = _ => Task.FromResult(200);

    /// <summary>With no slash at the end.</summary>
    public string Address => _app.Urls.First();

    /// <summary>What was posted, in order.</summary>
    public IReadOnlyCollection<Notice> Notices => _notices;

    /// <summary>Path and query of what browsers loaded.</summary>
    public IReadOnlyCollection<string> Loads => _loads;

    public static async Task<RelyingParty> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://localhost:" + Ports.Free());
        var party = new RelyingParty(app);
        app.MapPost("/back/{name}", party.HearAsync);
        app.MapGet("/{**path}", (HttpContext context) =>
        {
            party._loads.Enqueue(context.Request.Path + context.Request.QueryString);
            return Results.Text("<!doctype html><title>App</title>", "text/html");
        });
        await app.StartAsync();
        return party;
    }

    /// <summary>A client of the server whose logout notices come to its own path here.</summary>
    public async Task<string> NewClientAsync(StandardServer server, JsonObject? changes = null, string like = "trusted")
    {
        var path = $"p{Guid.CreateVersion7():N}";
        return await server.NewClientAsync(like, new JsonObject(
            new JsonObject { ["backchannel_logout_uri"] = $"{Address}/back/{path}" }.Concat(changes ?? [])
                .Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));
    }

    /// <summary>Waits for a notice to that client.</summary>
    public async Task<Notice> NextAsync(string clientId)
    {
        await Eventually.TrueAsync(() => _notices.Any(n => n.ClientId == clientId));
        return _notices.First(n => n.ClientId == clientId);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HearAsync(HttpContext context, string name)
    {
        var form = await context.Request.ReadFormAsync();
        _notices.Enqueue(new Notice(name, context.Request.ContentType ?? "", form.ToDictionary(m => m.Key, m => m.Value.ToString())));
        context.Response.StatusCode = await Answer(name);
    }
}

/// <summary>A logout notice as it came.</summary>
internal sealed record Notice(string Path, string ContentType, IReadOnlyDictionary<string, string> Form)
{
    /// <summary>The token's claims, not verified.</summary>
    public JsonElement Claims => JsonDocument.Parse(
        System.Buffers.Text.Base64Url.DecodeFromChars(Form["logout_token"].Split('.')[1])).RootElement;

    /// <summary>To whom it is.</summary>
    public string ClientId => Claims.GetProperty("aud").GetString()!;

    /// <summary>Its claims, after its signature was found to be the server's.</summary>
    public async Task<JsonElement> VerifiedAsync(RunningServer server, string algorithm)
    {
        using var channel = server.NewBackChannel();
        var keys = JwkSet.TryParse((await channel.GetAsync("/.well-known/jwks.json")).Json, out _);
        Assert.NotNull(keys);
        var read = JwsReader.Read(Form["logout_token"], keys, [algorithm], "logout+jwt");
        Assert.IsType<JwsReading.Verified>(read);
        return Claims;
    }
}
