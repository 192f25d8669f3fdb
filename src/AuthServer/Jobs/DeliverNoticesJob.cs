using AuthServer.Core.Sessions;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Delivers logout notices that are due: what nobody nudged for, and what failed before.</summary>
internal sealed class DeliverNoticesJob(NoticeDelivery delivery) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        delivery.Sweep();
        return ValueTask.CompletedTask;
    }
}
