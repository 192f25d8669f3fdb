using AuthServer.Core.Data;
using AuthServer.Protocol.Wire;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Users;

/// <summary>The roles there are. What is changed is added to the caller's changes, who saves them.</summary>
public sealed class RoleDirectory(AuthDbContext db, TimeProvider clock)
{
    /// <summary>Roles that exist without a declaration.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = ["user", .. StandardScopes.OfAdministrators];

    /// <summary>All names.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct) =>
        [.. (await db.Set<Role>().Select(r => r.NormalizedName ?? "").ToListAsync(ct)).Union(BuiltIn)];

    /// <summary>Makes one.</summary>
    public void Create(string name) => db.Add(new Role(name, clock.GetUtcNow()));

    /// <summary>
    /// People in it, at most so many. Nobody comes in between this and the end of the caller's transaction: the row is locked
    /// against those that would refer to it.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> FindPeopleAsync(string name, int most, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT FROM roles WHERE normalized_name = {name} FOR UPDATE", ct);
        return await db.Set<IdentityUserRole<Guid>>()
            .Where(u => db.Set<Role>().Any(r => r.Id == u.RoleId && r.NormalizedName == name))
            .OrderBy(u => u.UserId).Select(u => u.UserId).Take(most).ToListAsync(ct);
    }

    /// <summary>Removes one, if it is there.</summary>
    public async Task DeleteAsync(string name, CancellationToken ct)
    {
        if (await db.Set<Role>().FirstOrDefaultAsync(r => r.NormalizedName == name, ct) is { } role)
            db.Remove(role);
    }
}
