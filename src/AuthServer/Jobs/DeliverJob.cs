using AuthServer.Core.Messaging;
using AuthServer.Core.Sessions;
using AuthServer.Core.Webhooks;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>
/// Delivers what is due: what nobody nudged for, and what failed before. Messages that came too late are dropped. One job
/// for all three: what Quartz writes for a run costs the database more than finding that nothing is due.
/// </summary>
internal sealed class DeliverJob(Delivery messages, NoticeDelivery notices, WebhookDelivery webhooks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        notices.Sweep();
        webhooks.Sweep();
        await messages.SweepAsync(ct);
    }
}
