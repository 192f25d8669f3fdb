using System.Diagnostics;
using OpenTelemetry.Trace;

namespace AuthServer.Hosting.Telemetry;

/// <summary>A trace begins with a request. What nobody asked for, such as the polls of the feed, makes none.</summary>
internal sealed class RequestSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Server ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
