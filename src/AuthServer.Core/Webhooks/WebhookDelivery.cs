using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Webhooks;

/// <summary>Sends what webhooks are owed.</summary>
public sealed class WebhookDelivery : BackgroundService
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    private readonly PostDelivery<LeasedDelivery> _delivery;

    internal WebhookDelivery(WebhookDeliveries owed, WebhookSender sender, TimeProvider clock, ILogger<WebhookDelivery> log) =>
        _delivery = new(owed.Posts, sender.SendAsync, new PostLog("webhook_deliveries", "{delivery}", "Webhook delivery", log), clock) { MaxAge = MaxAge };

    /// <summary>Sends what is due.</summary>
    public void Sweep() => _delivery.Ring();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _delivery.RunAsync(stoppingToken);
}
