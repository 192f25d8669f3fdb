using System.Text.Json;

namespace AuthServer.Protocol.Issuing;

/// <summary>A person as tokens and userinfo know them: a snapshot, fresh within a second on every node.</summary>
public sealed record Subject
{
    /// <summary>The user's id; <c>sub</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>False: nothing is issued and nothing issued is good.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Raised to end everything of this user.</summary>
    public required long Epoch { get; init; }

    /// <summary><c>email</c>, in display form.</summary>
    public string? Email { get; init; }

    /// <summary><c>email_verified</c>.</summary>
    public bool EmailVerified { get; init; }

    /// <summary><c>name</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>phone_number</c>, E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary><c>phone_number_verified</c>.</summary>
    public bool PhoneNumberVerified { get; init; }

    /// <summary><c>locale</c>, BCP 47.</summary>
    public string? Locale { get; init; }

    /// <summary>Claim <c>roles</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Declared profile members, and standard ones, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Profile { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary><c>updated_at</c>.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
