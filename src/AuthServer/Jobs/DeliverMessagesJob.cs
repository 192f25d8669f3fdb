using AuthServer.Core.Messaging;
using AuthServer.Core.Sessions;
using AuthServer.Core.Webhooks;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>
/// Drops messages that came too late and delivers what is due, messages, logout notices and events: what nobody nudged for,
/// and what failed before. One job for all: what Quartz writes for a run costs more than finding that nothing is due.
/// </summary>
internal sealed class DeliverMessagesJob(Delivery messages, NoticeDelivery notices, WebhookDelivery webhooks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        notices.Sweep();
        webhooks.Sweep();
        await messages.SweepAsync(ct);
    }
}
