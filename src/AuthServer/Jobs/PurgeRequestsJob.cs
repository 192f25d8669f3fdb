using AuthServer.Core.Authorizations;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets requests that were parked or pushed, codes that were too long to travel, and objects that were used.</summary>
internal sealed class PurgeRequestsJob(AuthorizationPurge authorizations) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        await Purging.RunAsync("parked_requests", authorizations.SweepRequestsAsync, ct);
        await Purging.RunAsync("pushed_requests", authorizations.SweepPushedAsync, ct);
        await Purging.RunAsync("long_codes", authorizations.SweepCodesAsync, ct);
        await Purging.RunAsync("replays", authorizations.SweepReplaysAsync, ct);
    }
}
