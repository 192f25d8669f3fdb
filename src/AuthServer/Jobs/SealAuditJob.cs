using AuthServer.Core.Audit;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Puts what was written to the audit log in order.</summary>
internal sealed class SealAuditJob(AuditSealer sealer) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sealer.SealAsync(ct);
}
