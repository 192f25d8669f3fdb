using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Core.Statistics;

/// <summary>What this room offers.</summary>
public static class StatisticsRegistration
{
    /// <summary>Adds <see cref="StatisticStore"/>, which counts from then on.</summary>
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.AddSingleton<NodeCounts>();
        services.AddSingleton(p => new StatisticStore(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<NodeCounts>(), p.GetRequiredService<TimeProvider>()));
        return services.AddHostedService(p => p.GetRequiredService<StatisticStore>());
    }
}
