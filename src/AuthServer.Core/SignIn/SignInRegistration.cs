using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.SignIn;

/// <summary>Registers the room.</summary>
public static class SignInRegistration
{
    /// <summary>Adds <see cref="PasswordSignIn"/>.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services.AddSingleton<PasswordSignIn>();
}
