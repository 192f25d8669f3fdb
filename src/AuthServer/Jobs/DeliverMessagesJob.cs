using AuthServer.Core.Messaging;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Drops messages that came too late and delivers what is due: what nobody nudged for, and what failed before.</summary>
internal sealed class DeliverMessagesJob(Delivery delivery) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await delivery.SweepAsync(ct);
}
