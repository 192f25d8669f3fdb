using AuthServer.Core.Recorder;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets attempts that are old, or too many.</summary>
internal sealed class PurgeAttemptsJob(AttemptPurge attempts) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => Purging.RunAsync("attempts", attempts.SweepAsync, ct);
}
