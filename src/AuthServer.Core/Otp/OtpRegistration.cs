using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Otp;

/// <summary>Registers the room.</summary>
public static class OtpRegistration
{
    /// <summary>
    /// Adds <see cref="OneTimeCodes"/>, reading the sections <see cref="OtpOptions.Section"/> and
    /// <see cref="TextLimits.Section"/>.
    /// </summary>
    public static IServiceCollection AddOtp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OtpOptions>().Bind(configuration.GetSection(OtpOptions.Section))
            .Validate(o => o.Length is >= 4 and <= 8, "Otp:Length must be 4 to 8")
            .Validate(
                o => o.Lifetime.Value >= TimeSpan.FromSeconds(1) && o.Lifetime.Value <= TimeSpan.FromHours(1),
                "Otp:Lifetime must be 1s to 1h")
            .Validate(o => o.MaxAttempts is >= 1 and <= 100, "Otp:MaxAttempts must be 1 to 100")
            .Validate(o => o.ResendCooldown.Value < TimeSpan.FromHours(1), "Otp:ResendCooldown must be less than 1h")
            .Validate(o => o.HourlyCap is >= 1 and <= 1000, "Otp:HourlyCap must be 1 to 1000")
            .ValidateOnStart();
        services.AddOptions<TextLimits>().Bind(configuration.GetSection(TextLimits.Section))
            .Validate(l => l.HourlyCap >= 1, "Sms:HourlyCap must be at least 1")
            .Validate(
                l => l.Countries.All(c => c is ['+', >= '1' and <= '9', ..] && !c.AsSpan(1).ContainsAnyExceptInRange('0', '9')),
                "Sms:Countries must be beginnings of numbers, such as +44")
            .ValidateOnStart();
        services.AddSingleton<TextCounts>();
        services.AddSingleton(s => new OneTimeCodes(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<IRingKeys>(),
            s.GetRequiredService<IOptions<OtpOptions>>(), s.GetRequiredService<TextCounts>(),
            s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
