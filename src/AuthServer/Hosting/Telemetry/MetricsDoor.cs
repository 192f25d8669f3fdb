using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace AuthServer.Hosting.Telemetry;

/// <summary>
/// Where <c>/metrics</c> answers. <c>Metrics:Listen</c> set: there, and nothing else does. Not set: in Development at the
/// server's own address, elsewhere nowhere, since that address is everybody's.
/// </summary>
/// <param name="Address">Of its own; null: none.</param>
/// <param name="Port">Of <paramref name="Address"/>; by it requests are told apart.</param>
/// <param name="IsPublic">Whether the server's own address has it.</param>
/// <param name="Problem">Why the setting cannot be followed; null: it can.</param>
internal sealed record MetricsDoor(string? Address, int Port, bool IsPublic, string? Problem)
{
    private const string Path = "/metrics";

    /// <summary>Reads the setting.</summary>
    /// <param name="urls">The server's own addresses, as the setting <c>urls</c> has them.</param>
    public static MetricsDoor Of(IConfiguration configuration, IHostEnvironment environment, string urls)
    {
        if (configuration["Metrics:Listen"] is not { Length: > 0 } setting)
            return new MetricsDoor(null, 0, environment.IsDevelopment(), null);
        var address = (setting.Contains("://", StringComparison.Ordinal) ? setting : "http://" + setting).TrimEnd('/');
        if (PortOf(address) is not { } port)
            return new MetricsDoor(null, 0, false, "it must be an address such as http://127.0.0.1:9464.");
        return urls.Split(';').Any(url => PortOf(url) == port)
            ? new MetricsDoor(null, 0, false, "it must have a port of its own; the server's is everybody's.")
            : new MetricsDoor(address, port, false, null);
    }

    private static int? PortOf(string address)
    {
        var separator = address.LastIndexOf(':');
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase) || separator <= "https:".Length)
            return null;
        var digits = address.AsSpan(separator + 1).TrimEnd('/');
        return ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
    }

    /// <summary>Stands before everything: it answers while the database does not.</summary>
    public void Open(WebApplication app)
    {
        if (Address is not null)
            app.MapWhen(context => context.Connection.LocalPort == Port, door => door.Run(AnswerAsync));
        else if (IsPublic)
            app.MapWhen(context => context.Request.Path == Path, door => door.Run(AnswerAsync));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } tags)
            tags.MetricsDisabled = true;
        if (context.Features.Get<IHttpActivityFeature>() is { } span)
            span.Activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        if (context.Request.Path != Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return;
        }

        var exporter = context.RequestServices.GetRequiredService<PrometheusExporter>();
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(await exporter.ScrapeAsync(context.RequestAborted), context.RequestAborted);
    }
}
