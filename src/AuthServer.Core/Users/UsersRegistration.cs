using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Users;

/// <summary>Registers the room.</summary>
public static class UsersRegistration
{
    /// <summary>
    /// Adds Identity's managers on our tables, <see cref="UserDirectory"/>, <see cref="UserSearch"/>, <see cref="AccountSchema"/>
    /// and <see cref="SubjectCache"/>.
    /// </summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        // Before AddIdentityCore, which only fills what is missing.
        services.AddSingleton<ILookupNormalizer, EmailNormalizer>();
        services.AddSingleton<IPasswordHasher<User>, UserPasswordHasher>();
        services.AddIdentityCore<User>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.User.RequireUniqueEmail = true;
            // An address may hold any letter; EmailAddress decides.
            identity.User.AllowedUserNameCharacters = "";
        }).AddRoles<Role>();
        services.AddScoped<IUserStore<User>, UserStore<User, Role, AuthDbContext, Guid>>();
        services.AddScoped<IRoleStore<Role>, RoleStore<Role, AuthDbContext, Guid>>();
        services.AddScoped<UserDirectory>();
        services.AddScoped<AccountSchemaDirectory>();
        services.AddSingleton<UserSearch>();
        services.AddScoped<RoleDirectory>();
        services.AddSingleton<PendingChanges>();
        services.AddSingleton<RegistrationAttempts>();
        services.AddSingleton<PendingUsers>();
        services.AddSingleton<NewUserCounts>();
        services.AddSingleton<AccountSchema>();
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<AccountSchema>());
        services.AddSingleton<IScopes, MemberScopes>(); // in place of the catalogue alone
        services.AddSingleton<SubjectCache>();
        services.AddSingleton<IFeedListener>(s => s.GetRequiredService<SubjectCache>());
        services.AddSingleton<ISubjects>(s => s.GetRequiredService<SubjectCache>());
        return services;
    }
}
