using AuthServer.Core.Webhooks;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Sends what webhooks are owed and is due.</summary>
internal sealed class DeliverWebhooksJob(WebhookDelivery delivery) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        delivery.Sweep();
        return ValueTask.CompletedTask;
    }
}
