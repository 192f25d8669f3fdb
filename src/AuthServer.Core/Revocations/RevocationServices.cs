using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Revocations;

/// <summary>What this room offers.</summary>
public static class RevocationServices
{
    /// <summary>Adds the revocations, and the feed that keeps them current.</summary>
    public static IServiceCollection AddRevocations(this IServiceCollection services)
    {
        services.AddSingleton<RevocationMemory>();
        services.AddSingleton<IFeedListener>(p => p.GetRequiredService<RevocationMemory>());
        services.AddSingleton<RevocationStore>();
        services.AddSingleton<RevocationDirectory>();
        services.AddSingleton<IRevocations>(p => p.GetRequiredService<RevocationStore>());
        services.AddSingleton<FeedReader>();
        services.AddHostedService(p => p.GetRequiredService<FeedReader>());
        return services;
    }
}
