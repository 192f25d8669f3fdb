using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AuthServer.Core.Accounts;
using AuthServer.Core.Data;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>Changes to an account, for the description.</summary>
internal record UserBody
{
    /// <summary>The login name.</summary>
    public string? Email { get; init; }

    /// <summary>Whether it is known to be theirs; false without, where the address is new.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>The claim <c>name</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>E.164. Null takes it away.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether it is known to be theirs; false without, where the number is new.</summary>
    public bool? PhoneNumberVerified { get; init; }

    /// <summary>The language that they read (BCP 47). Null takes it away.</summary>
    public string? Locale { get; init; }

    /// <summary>Declared members; null takes one away.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Profile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[account]";
}

/// <summary>A new account, for the description.</summary>
internal sealed record NewUserBody
{
    /// <summary>The login name.</summary>
    [Required]
    public string? Email { get; init; }

    /// <summary>Whether it is known to be theirs; false without.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>The claim <c>name</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether it is known to be theirs; false without.</summary>
    public bool? PhoneNumberVerified { get; init; }

    /// <summary>The language that they read (BCP 47).</summary>
    public string? Locale { get; init; }

    /// <summary>Roles that exist; none without.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Declared members.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Profile { get; init; }

    /// <summary>As strong as people's own have to be; none without.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the person is asked by mail to choose a password; not together with one. False without.</summary>
    public bool? Invite { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[new account]";
}

/// <summary>The roles that a person is to have.</summary>
internal sealed record WantedRoles([property: Required] IReadOnlyList<string>? Roles);

/// <summary>For the description.</summary>
internal static class UserExamples
{
    public static NewUserBody New { get; } = new()
    {
        Email = "ada@example.org",
        EmailVerified = true,
        FullName = "Ada King",
        Roles = ["user"],
        Invite = true,
    };

    public static Page<ListedUser> Page { get; } = new(
    [
        new ListedUser
        {
            Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
            Email = "ada@example.org",
            EmailVerified = true,
            FullName = "Ada King",
            Roles = ["user"],
            Enabled = true,
            CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        },
    ],
    null);

    public static AccountRecord Account { get; } = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        Email = "ada@example.org",
        EmailVerified = true,
        FullName = "Ada King",
        PhoneNumber = "+441632960961",
        PhoneNumberVerified = false,
        Locale = "en",
        Roles = ["user"],
        Profile = new Dictionary<string, JsonElement> { ["nickname"] = JsonSerializer.SerializeToElement("ada") },
        RegistrationKind = "user",
        Enabled = true,
        SignIn = new SignInMethods(true, false, 0, []),
        Sessions = 2,
        Authorizations = 3,
        CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 3, 2, 17, 4, 0, TimeSpan.Zero),
    };
}
