namespace AuthServer.Core.Users;

/// <summary>A person in a list of them.</summary>
public sealed record ListedUser
{
    /// <summary>The subject of tokens.</summary>
    public required Guid Id { get; init; }

    /// <summary>The login name, as its owner writes it.</summary>
    public required string Email { get; init; }

    /// <summary>Whether it is known to be theirs.</summary>
    public required bool EmailVerified { get; init; }

    /// <summary>The claim <c>name</c>; null: nobody knows it.</summary>
    public string? FullName { get; init; }

    /// <summary>E.164; null: none.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What they may do elsewhere, in order.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>False: locked.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When the account was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Redacted.</summary>
    public override string ToString() => $"user {Id}";
}
