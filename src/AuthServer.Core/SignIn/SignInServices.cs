using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.SignIn;

/// <summary>What this room offers.</summary>
public static class SignInServices
{
    /// <summary>Adds <see cref="PasswordSignIn"/>.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services) => services.AddSingleton<PasswordSignIn>();
}
