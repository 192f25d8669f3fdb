using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthServer.Core.Clients;

/// <summary>What this room offers.</summary>
public static class ClientServices
{
    /// <summary>Clients, their origins, scopes and branding: in memory, and their directories.</summary>
    public static IServiceCollection AddClients(this IServiceCollection services)
    {
        services.AddSingleton<ClientStore>();
        services.AddSingleton<ClientOrigins>();
        services.AddSingleton<ScopeCatalog>();
        services.AddSingleton<BrandingStore>();
        services.AddSingleton<IClients>(s => s.GetRequiredService<ClientStore>());
        services.TryAddSingleton<IScopes>(s => s.GetRequiredService<ScopeCatalog>());
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<ClientStore>());
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<ClientOrigins>());
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<ScopeCatalog>());
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<BrandingStore>());
        services.AddScoped<ClientDirectory>();
        services.AddScoped<PresentationDirectory>();
        return services;
    }
}
