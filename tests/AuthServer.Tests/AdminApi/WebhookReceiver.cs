using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Somebody outside who listens, and believes nothing that is not signed.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Heard> _heard = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Answers; by default with 204.</summary>
    public Func<Heard, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    public string Url => _app.Urls.First() + "/hook";

    /// <summary>What came, in order, also what was not taken.</summary>
    public IReadOnlyList<Heard> All => [.. _heard];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://localhost:" + Ports.Free());
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook", receiver.HearAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until something of this type came about this target.</summary>
    public Task<Heard> NextAsync(string type, string target) => Eventually.SeeAsync<Heard>(
        () => Task.FromResult(_heard.FirstOrDefault(h => h.Type == type && h.Target == target)!), h => h is not null);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var heard = new Heard(
            context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(),
            context.Request.Headers["webhook-signature"].ToString(), context.Request.ContentType ?? "", await reader.ReadToEndAsync());
        _heard.Enqueue(heard);
        context.Response.StatusCode = await Answer(heard);
    }
}

/// <summary>A delivery as it came.</summary>
internal sealed record Heard(string Id, string Timestamp, string Signature, string ContentType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Type => Json.GetProperty("type").GetString();

    public string? Target => Json.GetProperty("data").GetProperty("target").GetProperty("id").GetString();

    /// <summary>As a library for Standard Webhooks verifies it.</summary>
    public bool IsSignedBy(string secret)
    {
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
        if ((TimeProvider.System.GetUtcNow() - time).Duration() > TimeSpan.FromMinutes(5))
            return false;
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains(expected);
    }
}
