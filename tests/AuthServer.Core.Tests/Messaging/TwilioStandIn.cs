using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Tests.Messaging;

/// <summary>
/// Stands in for Twilio's Messages resource and is as strict: Basic authentication, the form's members, E.164, at most
/// 1,600 characters. It answers what it is told to, once it has found nothing wrong.
/// </summary>
internal sealed partial class TwilioStandIn : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Token = "a-token-of-the-tests";

    private readonly WebApplication _app;

    private TwilioStandIn(WebApplication app) => _app = app;

    public ConcurrentQueue<Dictionary<string, string>> Taken { get; } = new();

    public string BaseUrl => _app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()?.Addresses.First() ?? "";

    /// <summary>Status, body and Retry-After of what is well asked; default: created.</summary>
    public (int Status, string Body, string? RetryAfter)? Answer { get; set; }

    public static async Task<TwilioStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var twilio = new TwilioStandIn(app);
        app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", twilio.TakeAsync);
        await app.StartAsync();
        return twilio;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request, string account)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"));
        if (request.Headers.Authorization != expected)
            return Error(401, 20003, "Authenticate");
        if (account != Account)
            return Error(404, 20404, "not found");
        if (!request.HasFormContentType)
            return Error(400, 21604, "'To' is required");
        var form = (await request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString());
        if (!form.TryGetValue("To", out var to) || !E164().IsMatch(to))
            return Error(400, 21211, "invalid 'To'");
        if (!form.ContainsKey("From") && !form.ContainsKey("MessagingServiceSid"))
            return Error(400, 21603, "'From' is required");
        if (!form.TryGetValue("Body", out var body) || body.Length is 0 or > 1600)
            return Error(400, body is { Length: > 0 } ? 21617 : 21602, "bad 'Body'");
        Taken.Enqueue(form);
        if (Answer is not var (status, text, retryAfter))
            return Results.Text("""{"sid":"SM1","status":"queued","error_code":null}""", "application/json", statusCode: 201);
        if (retryAfter is not null)
            request.HttpContext.Response.Headers.RetryAfter = retryAfter;
        return Results.Text(text, "application/json", statusCode: status);
    }

    private static IResult Error(int status, int code, string message) =>
        Results.Json(new { code, message, status }, statusCode: status);

    [GeneratedRegex(@"^\+[1-9]\d{6,14}$")]
    private static partial Regex E164();
}
