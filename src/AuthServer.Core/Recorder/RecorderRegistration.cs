using AuthServer.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Recorder;

/// <summary>Registers the room.</summary>
public static class RecorderRegistration
{
    /// <summary>Adds the flight recorder, reading the section <see cref="RecorderOptions.Section"/>.</summary>
    public static IServiceCollection AddRecorder(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RecorderOptions>().Bind(configuration.GetSection(RecorderOptions.Section))
            .Validate(
                o => o.Retention.Value > TimeSpan.Zero && o.Retention.Value <= TimeSpan.FromDays(366),
                "Recorder:Retention must be longer than nothing and at most 366d")
            .Validate(
                o => o.MaxAttempts >= 1 && o.PerMinute >= 0 && o.PerSenderPerMinute >= 0 && o.PerClientPerMinute >= 0,
                "Recorder:MaxAttempts must be at least 1, PerMinute, PerSenderPerMinute and PerClientPerMinute not negative")
            .ValidateOnStart();
        services.AddSingleton<AttemptLog>();
        services.AddHostedService(p => p.GetRequiredService<AttemptLog>());
        services.AddSingleton<AttemptStore>().AddSingleton<AttemptPurge>().AddSingleton<Recordings>();
        services.AddSingleton<RecordedClients>();
        services.AddSingleton<IFeedListener>(p => p.GetRequiredService<RecordedClients>());
        return services;
    }
}
