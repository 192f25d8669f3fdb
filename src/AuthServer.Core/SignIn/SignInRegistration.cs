using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.SignIn;

/// <summary>Registers the room.</summary>
public static class SignInRegistration
{
    /// <summary>Adds what people do before they are signed in: register, prove who they are, recover.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Registrations>();
        services.AddSingleton<CodeSignIn>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<Unlocking>();
        return services;
    }
}
