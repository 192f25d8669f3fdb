using AuthServer.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Sessions;

/// <summary>What this room offers.</summary>
public static class SessionServices
{
    /// <summary>Adds <see cref="SessionStore"/>, reading the section <c>Sessions</c>.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionOptions>()
            .Configure(o =>
            {
                o.IdleLifetime = configuration.GetDuration("Sessions:IdleLifetime", o.IdleLifetime);
                o.AbsoluteLifetime = configuration.GetDuration("Sessions:AbsoluteLifetime", o.AbsoluteLifetime);
                o.RememberLifetime = configuration.GetDuration("Sessions:RememberLifetime", o.RememberLifetime);
            })
            .Validate(
                o => o.IdleLifetime > TimeSpan.Zero && o.AbsoluteLifetime > TimeSpan.Zero && o.RememberLifetime > TimeSpan.Zero,
                "Sessions:IdleLifetime, AbsoluteLifetime and RememberLifetime must be longer than nothing")
            .ValidateOnStart();
        services.AddSingleton<SessionStore>();
        return services;
    }
}
