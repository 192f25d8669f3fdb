using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Keys;

/// <summary>Registers the keys.</summary>
public static class KeysRegistration
{
    /// <summary>The ring, as the ports of the protocol and as a listener of the feed.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection("Keys"))
            .Configure(o => o.LongestLifetime = new[]
            {
                configuration.GetDuration("Tokens:RefreshAbsoluteLifetime", TimeSpan.FromDays(90)),
                configuration.GetDuration("Sessions:RememberLifetime", TimeSpan.FromDays(30)),
            }.Max())
            .Validate(o => o.Propagation.Value < o.Rotation.Value, "Keys:Propagation must be shorter than Keys:Rotation");
        services.AddSingleton<KeyWrap>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton(provider => new KeyRing(
            provider.GetRequiredService<KeyStore>(), provider.GetRequiredService<KeyWrap>(),
            provider.GetRequiredService<AuditTrail>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyRing>>()));
        services.AddSingleton<ISigningKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IRingKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IPairwiseKey>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IFeedListener>(provider => provider.GetRequiredService<KeyRing>());
        return services;
    }

    /// <summary>
    /// Data Protection with its keys in the database, wrapped like the ring's: every node reads the same. To be called
    /// after whatever brings Data Protection along, such as Razor Pages.
    /// </summary>
    public static IServiceCollection AddDataProtectionInDatabase(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("AuthServer");
        // The framework would read its keys before the first migration, and complain of a missing table.
        foreach (var eager in services.Where(s => s.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(eager);
        // It would write a page of calls whenever the database is away; DataProtectionKeys says it in a line.
        services.Configure<LoggerFilterOptions>(o => o.Rules.Add(new LoggerFilterRule(
            null, "Microsoft.AspNetCore.DataProtection.KeyManagement.KeyRingProvider", LogLevel.None, null)));
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource, KeyWrap, TimeProvider, ILogger<DataProtectionKeys>>(
            (options, database, wrap, clock, log) =>
            {
                options.XmlRepository = new DataProtectionKeys(database, clock, log);
                options.XmlEncryptor = new XmlWrapper(wrap);
            });
        return services;
    }
}
