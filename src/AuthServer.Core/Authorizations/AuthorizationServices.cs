using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Authorizations;

/// <summary>What this room offers.</summary>
public static class AuthorizationServices
{
    /// <summary>Adds the stores behind the protocol's ports, and what the pages need.</summary>
    public static IServiceCollection AddAuthorizations(this IServiceCollection services)
    {
        services.AddSingleton<AuthorizationEnd>();
        services.AddSingleton<AuthorizationStore>();
        services.AddSingleton<IAuthorizations>(p => p.GetRequiredService<AuthorizationStore>());
        services.AddSingleton<IGivenAuthorizations>(p => p.GetRequiredService<AuthorizationStore>());
        services.AddSingleton<IConsents, ConsentStore>();
        services.AddSingleton<IParkedRequests, ParkedRequestStore>();
        services.AddSingleton<IPushedRequests, PushedRequestStore>();
        services.AddSingleton<ICodeDrawer, CodeDrawer>();
        services.AddSingleton<IReplayGuard, ReplayGuard>();
        services.AddSingleton<AuthorizationPurge>();
        services.AddSingleton<Interactions>();
        services.AddSingleton<SignOuts>();
        services.AddSingleton<SessionEndings>();
        services.AddSingleton<AccountEndings>();
        services.AddSingleton<UserEndings>();
        services.AddSingleton<WideEndings>();
        services.AddSingleton<TokenEndings>().AddSingleton<NamedEndings>();
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<AuthorizationDirectory>();
        services.AddSingleton<OwnSessions>();
        services.AddSingleton<OwnApps>();
        services.AddSingleton<SignOutRequests>();
        services.AddSingleton<FrontChannelApps>();
        return services;
    }
}
