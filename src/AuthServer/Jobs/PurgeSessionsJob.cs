using AuthServer.Core.Sessions;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets sessions that are over.</summary>
internal sealed class PurgeSessionsJob(SessionPurge sessions) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("sessions", sessions.SweepAsync, ct);
}
