using AuthServer.Core.Clients;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;

namespace AuthServer.Hosting;

/// <summary>Mail and texts, in this server's brand; in Development they land in folders.</summary>
internal static class Messages
{
    /// <summary>Adds the room, with what only the host knows.</summary>
    public static IServiceCollection AddMessages(
        this IServiceCollection services, ConfigurationManager configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment() && configuration["Email:Transport"] is not { Length: > 0 })
            configuration.AddInMemoryCollection([new("Email:Transport", "Pickup")]);
        services.AddSingleton<BrandSource>(p => async ct =>
        {
            var brand = await p.GetRequiredService<BrandingStore>().GetAsync(ct);
            return new MessageBrand(brand.Name, brand.AccentColor, brand.SupportUri);
        });
        return services.AddMessaging(configuration);
    }
}
