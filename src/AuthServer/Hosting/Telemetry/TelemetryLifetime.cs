using OpenTelemetry;

namespace AuthServer.Hosting.Telemetry;

/// <summary>The SDK and what it looks at begin with the host and end with it.</summary>
internal sealed class TelemetryLifetime(OpenTelemetrySdk sdk, Gauges gauges) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what has not been sent.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        sdk.Dispose();
        gauges.Dispose();
        return Task.CompletedTask;
    }
}
