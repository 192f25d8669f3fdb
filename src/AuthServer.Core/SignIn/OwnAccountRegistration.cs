using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Registers what people do once they are signed in.</summary>
public static class OwnAccountRegistration
{
    /// <summary>Adds profiles, password changes, groups' numbers, and the export.</summary>
    public static IServiceCollection AddOwnAccounts(this IServiceCollection services)
    {
        services.AddSingleton<NewPasswords>();
        services.AddSingleton<PasswordReplacement>();
        services.AddSingleton(s => new PasswordChanges(
            s.GetRequiredService<SubjectCache>(), s.GetRequiredService<PasswordSignIn>(),
            s.GetRequiredService<NewPasswords>(), s.GetRequiredService<PasswordReplacement>(),
            s.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<Profiles>();
        services.AddSingleton<ProfileChanges>();
        services.AddSingleton<ContactChanges>();
        services.AddSingleton<ContactTaking>();
        services.AddSingleton<ContactConfirmations>();
        services.AddSingleton<GroupNumbers>();
        services.AddSingleton<AccountExports>();
        return services;
    }
}
