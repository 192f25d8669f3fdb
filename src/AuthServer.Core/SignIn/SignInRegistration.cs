using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Registers the room.</summary>
public static class SignInRegistration
{
    /// <summary>Adds what people do before they are signed in: register, prove who they are, recover.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<NewPasswords>();
        services.AddSingleton<CodeMessages>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<SignIns>();
        services.AddSingleton(s => new Registrations(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<AccountSchema>(),
            s.GetRequiredService<NewPasswords>(), s.GetRequiredService<CodeMessages>(),
            s.GetRequiredService<PendingUsers>(), s.GetRequiredService<ILogger<Registrations>>()));
        services.AddSingleton(s => new CodeSignIn(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<CodeMessages>(), s.GetRequiredService<FailedSignIns>()));
        services.AddSingleton(s => new Recovery(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<NewPasswords>(),
            s.GetRequiredService<CodeMessages>(), s.GetRequiredService<PasswordReplacement>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Recovery>>()));
        services.AddSingleton(s => new Unlocking(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<CodeMessages>(),
            s.GetRequiredService<ILogger<Unlocking>>()));
        return services;
    }
}
