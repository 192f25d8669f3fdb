using AuthServer.Core.Messaging;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Core.Users;

/// <summary>A person, as ASP.NET Core Identity keeps one, with what this server adds.</summary>
public sealed class User : IdentityUser<Guid>
{
    // For EF Core and for Identity, which makes users by itself.
    /// <summary>A user without anything.</summary>
    public User()
    {
    }

    /// <summary>A new user.</summary>
    public User(EmailAddress email, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Email = UserName = email.Display;
        NormalizedEmail = NormalizedUserName = email.Key;
        SecurityStamp = Guid.CreateVersion7(now).ToString("N");
        LockoutEnabled = true;
        CreatedAt = UpdatedAt = now;
    }

    /// <summary>Full name; the claim <c>name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Declared profile members, a JSON object.</summary>
    public string Profile { get; set; } = "{}";

    /// <summary>Language tag (BCP 47) that the person chose; null: what the browser asks for.</summary>
    public string? Locale { get; set; }

    /// <summary>As what they registered; null: somebody else made the account.</summary>
    public string? RegistrationKind { get; private set; }

    /// <summary>How the code that verifies the registration travels.</summary>
    public MessageChannel VerifiesBy { get; private set; } = MessageChannel.Email;

    /// <summary>What carries a lower one is dead. Given by the database, from the sequence <c>epochs</c>.</summary>
    public long Epoch { get; private set; }

    /// <summary>Since when the user may not sign in; null: may.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Whether <see cref="DisabledAt"/> is null, in the database too.</summary>
    public bool Enabled { get; private set; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When something that a profile shows last changed; the claim <c>updated_at</c>.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}
