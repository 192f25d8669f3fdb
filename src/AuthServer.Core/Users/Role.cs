using Microsoft.AspNetCore.Identity;

namespace AuthServer.Core.Users;

/// <summary>A declared role; names are compared byte for byte.</summary>
public sealed class Role : IdentityRole<Guid>
{
    /// <summary>A role without a name, for EF Core and Identity.</summary>
    public Role()
    {
    }

    /// <summary>A new role.</summary>
    public Role(string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = NormalizedName = name;
        ConcurrencyStamp = Guid.CreateVersion7(now).ToString("N");
    }
}
