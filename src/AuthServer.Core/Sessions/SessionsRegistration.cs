using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Sessions;

/// <summary>Registers the room.</summary>
public static class SessionsRegistration
{
    /// <summary>Adds <see cref="SessionStore"/>, reading the section <c>Sessions</c>.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionOptions>()
            .Bind(configuration.GetSection("Sessions"))
            .Validate(
                o => o.IdleLifetime.Value > TimeSpan.Zero && o.AbsoluteLifetime.Value > TimeSpan.Zero
                    && o.RememberLifetime.Value > TimeSpan.Zero,
                "Sessions:IdleLifetime, AbsoluteLifetime and RememberLifetime must be longer than nothing")
            .ValidateOnStart();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionPurge>();
        return services;
    }
}
