using AuthServer.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

/// <summary>Registers the room.</summary>
public static class SessionsRegistration
{
    /// <summary>Adds <see cref="SessionStore"/> and what tells clients of ends, reading the section <c>Sessions</c>.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionOptions>()
            .Bind(configuration.GetSection("Sessions"))
            .Validate(
                o => o.IdleLifetime.Value > TimeSpan.Zero && o.AbsoluteLifetime.Value > TimeSpan.Zero
                    && o.RememberLifetime.Value > TimeSpan.Zero,
                "Sessions:IdleLifetime, AbsoluteLifetime and RememberLifetime must be longer than nothing")
            .ValidateOnStart();
        services.AddSingleton<LogoutNotices>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<IFeedListener>(p => p.GetRequiredService<SessionCache>());
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<SessionPurge>();
        services.AddSingleton<OwedNotices>();
        services.AddSingleton<SessionNotices>();
        services.AddSingleton(p => new NoticeDelivery(
            p.GetRequiredService<LogoutNotices>(), p.GetRequiredService<OwedNotices>(),
            ActivatorUtilities.CreateInstance<NoticeSender>(p), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<NoticeDelivery>>()));
        services.AddHostedService(p => p.GetRequiredService<NoticeDelivery>());
        return services;
    }
}
