using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>A user to be made.</summary>
public sealed record NewUser
{
    /// <summary>The login name.</summary>
    public required string Email { get; init; }

    /// <summary>In clear; null: signs in by other means. Not judged here.</summary>
    public string? Password { get; init; }

    /// <summary>For <c>password_hash</c>, in place of <see cref="Password"/>; null: see there.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether the address is known to be theirs.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>Full name.</summary>
    public string? Name { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether the number is known to be theirs.</summary>
    public bool PhoneNumberVerified { get; init; }

    /// <summary>The language that they read; null: nobody knows.</summary>
    public string? Locale { get; init; }

    /// <summary>Roles that exist.</summary>
    public IReadOnlyCollection<string> Roles { get; init; } = [];

    /// <summary>Declared profile members, and the standard ones of OIDC Core §5.1.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Profile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[new user]";
}
