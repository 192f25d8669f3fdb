using System.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using OpenTelemetry;

namespace AuthServer.Hosting.Telemetry;

/// <summary>
/// What leaves in a span of a request: method, route, status, times. Not the path, which may hold ids, nor who asks, and
/// by which browser.
/// </summary>
internal sealed class SpanRules : BaseProcessor<Activity>
{
    private static readonly string[] Withheld =
    [
        "url.path", "url.query", "url.full", "user_agent.original", "client.address", "client.port", "network.peer.address",
        "network.peer.port",
    ];

    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Server)
            return;
        foreach (var tag in Withheld)
            data.SetTag(tag, null);
        // What never came to Describe, such as a request that Kestrel itself refused.
        if (data.DisplayName == data.OperationName)
            data.DisplayName = "HTTP";
    }

    /// <summary>Names a span by the route that answered; forgets it where nobody measures that route.</summary>
    public static void Describe(Activity span, HttpContext context, Endpoint? endpoint)
    {
        if (endpoint?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is not null)
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        var method = span.GetTagItem("http.request.method") as string ?? "HTTP";
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : null;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
