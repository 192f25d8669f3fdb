using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.SignIn;

/// <summary>Registers the room.</summary>
public static class SignInRegistration
{
    /// <summary>Adds <see cref="PasswordSignIn"/> and <see cref="SignIns"/>.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services.AddSingleton<PasswordSignIn>().AddSingleton<SignIns>();
}
