using System.Text.Json;

namespace AuthServer.Core.Accounts;

/// <summary>An account as administrators see it: of secrets nothing but whether there are any.</summary>
public sealed record AccountRecord
{
    /// <summary>The subject of tokens.</summary>
    public required Guid Id { get; init; }

    /// <summary>The login name, as its owner writes it.</summary>
    public required string Email { get; init; }

    /// <summary>Whether it is known to be theirs.</summary>
    public required bool EmailVerified { get; init; }

    /// <summary>The claim <c>name</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether it is known to be theirs.</summary>
    public required bool PhoneNumberVerified { get; init; }

    /// <summary>The language that they read (BCP 47); null: nobody knows.</summary>
    public string? Locale { get; init; }

    /// <summary>What they may do elsewhere, in order.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Declared members that are filled in.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Profile { get; init; }

    /// <summary>As what they registered; null: somebody else made the account.</summary>
    public string? RegistrationKind { get; init; }

    /// <summary>False: locked.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Since when it is locked by an administrator; null: it is not.</summary>
    public DateTimeOffset? LockedAt { get; init; }

    /// <summary>Until when no password is looked at, after wrong ones; null: they are.</summary>
    public DateTimeOffset? LockedOutUntil { get; init; }

    /// <summary>How the person can sign in.</summary>
    public required SignInMethods SignIn { get; init; }

    /// <summary>Where they are signed in.</summary>
    public required long Sessions { get; init; }

    /// <summary>What apps may do for them and have not lost.</summary>
    public required long Authorizations { get; init; }

    /// <summary>The address that a code was sent to; null: none waits.</summary>
    public string? PendingEmail { get; init; }

    /// <summary>The number that a code was sent to; null: none waits.</summary>
    public string? PendingPhoneNumber { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something that a profile shows last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Redacted.</summary>
    public override string ToString() => $"account {Id}";
}

/// <summary>How a person can sign in.</summary>
/// <param name="Password">Whether there is one.</param>
/// <param name="TwoFactor">Whether a second factor is asked for.</param>
/// <param name="Passkeys">How many.</param>
/// <param name="Providers">Other servers through which they sign in.</param>
public sealed record SignInMethods(bool Password, bool TwoFactor, long Passkeys, IReadOnlyList<string> Providers);
