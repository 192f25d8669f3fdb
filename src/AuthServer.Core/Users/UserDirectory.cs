using System.Text.Json;
using AuthServer.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>Makes users and roles.</summary>
public sealed class UserDirectory(AuthDbContext db, IPasswordHasher<User> hasher, TimeProvider clock)
{
    /// <summary>Makes a user with its roles, once: whoever has the address already stays as they are.</summary>
    public async Task<UserCreation> CreateAsync(NewUser wanted, CancellationToken ct)
    {
        if (EmailAddress.TryParse(wanted.Email) is not { } email)
            return new UserCreation.InvalidEmail();
        // Looked at before hashing, which costs a tenth of a second; the unique index decides all the same.
        if (await db.Set<User>().AnyAsync(u => u.NormalizedEmail == email.Key, ct))
            return new UserCreation.Exists();

        var user = new User(email, clock.GetUtcNow())
        {
            EmailConfirmed = wanted.EmailVerified,
            Name = wanted.Name,
            PhoneNumber = wanted.PhoneNumber,
            PhoneNumberConfirmed = wanted.PhoneNumberVerified,
            Locale = wanted.Locale,
            PasswordHash = wanted.PasswordHash,
            Profile = wanted.Profile is null ? "{}" : JsonSerializer.Serialize(wanted.Profile),
        };
        if (wanted.Password is not null)
            user.PasswordHash = hasher.HashPassword(user, wanted.Password);
        return await InsertAsync(user, wanted.Roles, ct);
    }

    /// <summary>Makes the roles that are missing.</summary>
    public async Task EnsureRolesAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var name in names)
        {
            var role = new Role(name, now);
            // Two nodes start at once and declare the same: the index decides, and neither is told off.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO roles (id, name, normalized_name, concurrency_stamp)
                VALUES ({role.Id}, {role.Name}, {role.NormalizedName}, {role.ConcurrencyStamp})
                ON CONFLICT (normalized_name) DO NOTHING
                """,
                ct);
        }
    }

    private async Task<UserCreation> InsertAsync(User user, IReadOnlyCollection<string> roleNames, CancellationToken ct)
    {
        var roles = await db.Set<Role>().Where(r => roleNames.Contains(r.NormalizedName!))
            .Select(r => new { r.Id, r.Name }).ToListAsync(ct);
        if (roleNames.FirstOrDefault(n => roles.TrueForAll(r => r.Name != n)) is { } unknown)
            return new UserCreation.UnknownRole(unknown);

        db.Add(user);
        db.AddRange(roles.Select(r => new IdentityUserRole<Guid> { UserId = user.Id, RoleId = r.Id }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new UserCreation.Created(user.Id);
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new UserCreation.Exists();
        }
    }
}
