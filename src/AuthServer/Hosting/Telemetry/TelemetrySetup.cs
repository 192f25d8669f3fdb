using AuthServer.Core.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AuthServer.Hosting.Telemetry;

/// <summary>Metrics for Prometheus; with <c>Otlp:Endpoint</c>, metrics and traces for a collector.</summary>
internal static class TelemetrySetup
{
    private static readonly string[] Meters =
    [
        Metering.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Identity",
        "System.Runtime", "Npgsql",
    ];

    /// <summary>Reads <c>Otlp:Endpoint</c>; where it is absent nothing is traced.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        // What is no address stops the start, later.
        var isGood = TryReadCollector(configuration, out var collector);
        collector = isGood ? collector : null;
        // Spans of requests carry what OpenTelemetry calls for, where somebody collects them; else nobody pays for it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", collector is null);
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<Gauges>();
        services.AddSingleton(provider => OpenTelemetrySdk.Create(sdk =>
        {
            sdk.ConfigureResource(resource => resource.AddService("authserver"));
            sdk.WithMetrics(metrics => Measure(metrics, provider.GetRequiredService<PrometheusExporter>(), collector));
            if (collector is not null)
                sdk.WithTracing(tracing => Trace(tracing, collector));
        }));
        return services.AddHostedService<TelemetryLifetime>();
    }

    /// <summary>Goes first: metrics are there while nothing else is, and spans last as long as their requests.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        app.Services.GetRequiredService<MetricsDoor>().Open(app);
        if (TryReadCollector(app.Configuration, out var collector) && collector is not null)
            app.Use(DescribeSpanAsync);
    }

    /// <summary>Reads the address of a collector.</summary>
    /// <param name="collector">Null where none is set.</param>
    /// <returns>False: what is set is no address.</returns>
    public static bool TryReadCollector(IConfiguration configuration, out Uri? collector)
    {
        collector = null;
        return configuration["Otlp:Endpoint"] is not { Length: > 0 } text
            || (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out collector) && collector.Scheme is "http" or "https");
    }

    private static async Task DescribeSpanAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            // The error page in place of an answer is not what was asked for.
            var endpoint = context.Features.Get<IStatusCodeReExecuteFeature>() is { } asked ? asked.Endpoint : context.GetEndpoint();
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                SpanRules.Describe(span, context, endpoint);
        }
    }

    private static void Measure(MeterProviderBuilder metrics, PrometheusExporter prometheus, Uri? collector)
    {
        metrics.AddMeter(Meters);
        metrics.AddReader(new BaseExportingMetricReader(prometheus)
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        });
        if (collector is not null)
            metrics.AddOtlpExporter(exporter => Send(exporter, collector, "v1/metrics"));
    }

    private static void Trace(TracerProviderBuilder tracing, Uri collector)
    {
        tracing.AddSource(Metering.Name, "Microsoft.AspNetCore", "Npgsql");
        // Whoever calls may name a trace to belong to, and has no say in whether there is one.
        var own = new RequestSampler();
        tracing.SetSampler(new ParentBasedSampler(own, remoteParentSampled: own, remoteParentNotSampled: own));
        tracing.AddProcessor(new SpanRules());
        tracing.AddOtlpExporter(exporter => Send(exporter, collector, "v1/traces"));
    }

    private static void Send(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Endpoint = new Uri(collector, path);
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
    }
}
