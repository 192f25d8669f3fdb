using System.Text.Json;
using AuthServer.Core.Messaging;

namespace AuthServer.Core.Users;

/// <summary>Somebody who registers; all of it judged.</summary>
public sealed record Applicant
{
    /// <summary>Which of the times that somebody registers this is.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>As what.</summary>
    public required RegistrationKind Kind { get; init; }

    /// <summary>The login name.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>For <c>password_hash</c>.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>E.164; null: none.</summary>
    public required string? PhoneNumber { get; init; }

    /// <summary>How the code that verifies it travels.</summary>
    public required MessageChannel VerifiesBy { get; init; }

    /// <summary>Declared members.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Profile { get; init; }

    /// <summary>The language that they read; null: nobody knows.</summary>
    public required string? Locale { get; init; }

    /// <summary>Redacted.</summary>
    public override string ToString() => "[applicant]";
}
