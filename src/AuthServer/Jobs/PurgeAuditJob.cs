using AuthServer.Core.Audit;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Deletes events of the audit log whose time is over.</summary>
internal sealed class PurgeAuditJob(AuditPurge audit) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => Purging.RunAsync("audit", audit.SweepAsync, ct);
}
