using System.Text.Json;

namespace AuthServer.Core.SignIn;

/// <summary>A person's own account, as the person sees it.</summary>
public sealed record Profile
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

    /// <summary>What the person may do elsewhere.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Declared members of the account's kind; null where nothing is filled in.</summary>
    public required IReadOnlyDictionary<string, JsonElement?> Members { get; init; }

    /// <summary>The address that a code was sent to; null: none waits.</summary>
    public string? PendingEmail { get; init; }

    /// <summary>The number that a code was sent to; null: none waits.</summary>
    public string? PendingPhoneNumber { get; init; }
}
