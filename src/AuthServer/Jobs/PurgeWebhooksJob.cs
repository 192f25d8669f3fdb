using AuthServer.Core.Webhooks;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets what webhooks were told long ago.</summary>
internal sealed class PurgeWebhooksJob(WebhookDeliveries deliveries) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("webhook_deliveries", deliveries.SweepAsync, ct);
}
