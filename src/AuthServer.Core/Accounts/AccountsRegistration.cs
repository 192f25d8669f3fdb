using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Accounts;

/// <summary>Registers the room.</summary>
public static class AccountsRegistration
{
    /// <summary>Adds what administrators see and change of people's accounts, and the deletion of one's own.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<AccountRecords>();
        services.AddSingleton<ServerActivity>();
        services.AddSingleton(s => new AccountLocks(s.GetRequiredService<AccountDesk>(), s.GetRequiredService<AccountEndings>()));
        services.AddSingleton(s => new AccountRoles(s.GetRequiredService<AccountDesk>()));
        services.AddSingleton(s => new AccountEdits(
            s.GetRequiredService<AccountDesk>(), s.GetRequiredService<AccountSchema>(), s.GetRequiredService<Outbox>()));
        services.AddSingleton(s => new AccountSupport(
            s.GetRequiredService<AccountDesk>(), s.GetRequiredService<CodeMessages>(), s.GetRequiredService<Outbox>()));
        services.AddSingleton(s => new AccountDeletions(
            s.GetRequiredService<AccountDesk>(), s.GetRequiredService<AccountEndings>(), s.GetRequiredService<Outbox>()));
        services.AddSingleton(s => new AccountCreations(
            s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<AccountSchema>(), s.GetRequiredService<NewPasswords>(),
            s.GetRequiredService<CodeMessages>(), s.GetRequiredService<AuditTrail>()));
        return services;
    }
}
