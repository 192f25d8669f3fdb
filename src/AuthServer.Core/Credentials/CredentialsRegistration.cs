using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>Registers the room.</summary>
public static class CredentialsRegistration
{
    /// <summary>
    /// Adds <see cref="PasswordRules"/>, <see cref="PasswordHashing"/>, <see cref="PasswordVerifier"/>,
    /// <see cref="SignInGuard"/> and <see cref="KnownDevices"/>, reading the sections
    /// <see cref="PasswordPolicy.Section"/> and <see cref="LockoutOptions.Section"/>.
    /// </summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PasswordPolicy>().Bind(configuration.GetSection(PasswordPolicy.Section))
            .Validate(p => p.MinLength is >= 1 and <= PasswordPolicy.MaxLength, "Password:MinLength must be 1 to 1024")
            .Validate(p => p.Iterations >= 1, "Password:Iterations must be at least 1")
            .Validate(p => p.Lanes >= 1 && p.Waiting >= 0, "Password:Lanes and Password:Waiting must not be negative")
            .Validate(p => p.LongestWait.Value > TimeSpan.Zero, "Password:LongestWait must be longer than nothing")
            .ValidateOnStart();
        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<PasswordPolicy>>((hasher, policy) => hasher.IterationCount = policy.Value.Iterations);
        services.AddSingleton<HashingLane>();
        services.AddSingleton(s => new PasswordVerifier(
            s.GetRequiredService<NpgsqlDataSource>(),
            s.GetRequiredService<IPasswordHasher<User>>(),
            s.GetRequiredService<HashingLane>(),
            s.GetRequiredService<IOptions<PasswordPolicy>>(),
            s.GetRequiredService<ILogger<PasswordVerifier>>()));
        services.AddSingleton(s => new PasswordHashing(
            s.GetRequiredService<IPasswordHasher<User>>(), s.GetRequiredService<HashingLane>(),
            s.GetRequiredService<IRingKeys>(), s.GetRequiredService<IOptions<PasswordPolicy>>()));
        services.AddSingleton<PasswordRules>();
        return services.AddSignInGuard(configuration);
    }

    private static IServiceCollection AddSignInGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LockoutOptions>().Bind(configuration.GetSection(LockoutOptions.Section))
            .Validate(o => o.Threshold is >= 1 and <= GuardBucket.Cap, "Lockout:Threshold must be 1 to 100")
            .Validate(o => o.Duration.Value > TimeSpan.Zero, "Lockout:Duration must be longer than nothing")
            .ValidateOnStart();
        services.TryAddSingleton<ISenderLimit, NoSenderLimit>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<GuardBucketStore>();
        services.AddSingleton(s => new SignInGuard(
            s.GetRequiredService<GuardBucketStore>(),
            s.GetRequiredService<KnownDevices>(),
            s.GetRequiredService<ISenderLimit>(),
            s.GetRequiredService<IOptions<LockoutOptions>>(),
            s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
