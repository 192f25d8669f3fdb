using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Webhooks;

/// <summary>What this room offers.</summary>
public static class WebhooksRegistration
{
    /// <summary>Adds webhooks, and what makes events reach them.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookList>();
        services.AddSingleton<IAuditListener>(p => p.GetRequiredService<WebhookList>());
        services.AddSingleton<IFeedListener>(p => p.GetRequiredService<WebhookList>());
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookDeliveries>();
        services.AddSingleton<DeliveryDirectory>();
        services.AddSingleton(p => new WebhookDelivery(
            p.GetRequiredService<WebhookDeliveries>(), ActivatorUtilities.CreateInstance<WebhookSender>(p),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<WebhookDelivery>>()));
        return services.AddHostedService(p => p.GetRequiredService<WebhookDelivery>());
    }
}
