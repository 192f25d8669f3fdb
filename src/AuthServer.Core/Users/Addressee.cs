using AuthServer.Core.Messaging;

namespace AuthServer.Core.Users;

/// <summary>Who has an address, as far as writing to them and proving who they are needs.</summary>
public sealed record Addressee
{
    /// <summary>The user.</summary>
    public required Guid Id { get; init; }

    /// <summary>What carries a lower one is dead.</summary>
    public required long Epoch { get; init; }

    /// <summary>As its owner writes it; the only spelling that is written to.</summary>
    public required string Email { get; init; }

    /// <summary>Whether it is known to be theirs.</summary>
    public required bool EmailVerified { get; init; }

    /// <summary>E.164; null: none.</summary>
    public required string? PhoneNumber { get; init; }

    /// <summary>Whether it is known to be theirs.</summary>
    public required bool PhoneNumberVerified { get; init; }

    /// <summary>Full name.</summary>
    public required string? Name { get; init; }

    /// <summary>The language that they read; null: nobody knows.</summary>
    public required string? Locale { get; init; }

    /// <summary>Whether they may sign in at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>As what they registered; null: somebody else made the account.</summary>
    public required string? RegistrationKind { get; init; }

    /// <summary>How the code that verifies the registration travels.</summary>
    public required MessageChannel VerifiesBy { get; init; }

    /// <summary>Whether they registered and have not verified yet.</summary>
    public bool IsPending => !IsVerified && RegistrationKind is not null;

    /// <summary>Whether the address or the number is known to be theirs.</summary>
    public bool IsVerified => EmailVerified || PhoneNumberVerified;

    /// <summary>Redacted.</summary>
    public override string ToString() => $"user {Id}";
}
