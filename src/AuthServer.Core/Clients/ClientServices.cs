using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Clients;

/// <summary>What this room offers.</summary>
public static class ClientServices
{
    /// <summary>Clients, their origins, scopes and branding: in memory, and their directories.</summary>
    public static IServiceCollection AddClients(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRegistrations(configuration);
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
        services.AddScoped<ClientSecrets>();
        services.AddSingleton<ClientList>();
        services.AddScoped<PresentationDirectory>();
        return services;
    }

    /// <summary>Clients that make themselves known, reading the section <c>Registration</c>.</summary>
    private static void AddRegistrations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistrationOptions>().Bind(configuration.GetSection("Registration"))
            // One text, which the binder of lists leaves out.
            .Configure(o => configuration.GetList("Registration:InitialAccessTokens").Except(o.InitialAccessTokens).ToList().ForEach(o.InitialAccessTokens.Add))
            .Validate(
                o => o.IdleLifetime.Value > TimeSpan.Zero && o.UnusedLifetime.Value > TimeSpan.Zero && o.MaxClients >= 0,
                "Registration:IdleLifetime and UnusedLifetime must be longer than nothing, MaxClients not negative")
            .ValidateOnStart();
        services.AddSingleton(p => p.GetRequiredService<IOptions<RegistrationOptions>>().Value.ToPolicy());
        services.AddSingleton<ClientUse>();
        services.AddSingleton<RegistrationPurge>();
        services.AddSingleton<InitialTokens>();
        services.AddSingleton<IInitialAccessTokens>(p => p.GetRequiredService<InitialTokens>());
        services.AddSingleton<IRegisteredClients, RegisteredClients>();
        services.AddSingleton<IDocumentClients, DocumentClients>();
    }
}
