using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>A user as tokens and userinfo see one: a snapshot, never changed.</summary>
public sealed record Subject
{
    /// <summary>The user.</summary>
    public required Guid Id { get; init; }

    /// <summary>False: nothing is issued, nothing is active.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What carries a lower one is dead.</summary>
    public required long Epoch { get; init; }

    /// <summary>As displayed.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the address is known to be theirs.</summary>
    public required bool EmailVerified { get; init; }

    /// <summary>Full name.</summary>
    public string? Name { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether the number is known to be theirs.</summary>
    public bool PhoneNumberVerified { get; init; }

    /// <summary>Language tag that the person chose.</summary>
    public string? Locale { get; init; }

    /// <summary>Names, sorted.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Declared profile members.</summary>
    public IReadOnlyDictionary<string, JsonElement> Profile { get; init; } = EmptyProfile;

    /// <summary>When something that a profile shows last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    private static readonly Dictionary<string, JsonElement> EmptyProfile = [];
}
