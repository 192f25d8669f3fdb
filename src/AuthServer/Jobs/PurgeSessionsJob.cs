using AuthServer.Core.Sessions;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets sessions that are over, and what clients were told of them.</summary>
internal sealed class PurgeSessionsJob(SessionPurge sessions, OwedNotices notices) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        await Purging.RunAsync("sessions", sessions.SweepAsync, ct);
        await Purging.RunAsync("logout_notices", notices.SweepAsync, ct);
    }
}
