using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>Address and number that a person wants to have.</summary>
/// <param name="Name">How the person is greeted.</param>
/// <param name="Locale">Of the request.</param>
public sealed record WantedContacts(Guid UserId, string? Name, string? Locale)
{
    /// <summary>A new one; null: none.</summary>
    public EmailAddress? Email { get; init; }

    /// <summary>It waits already: the same again sends another code, if it is time for one.</summary>
    public bool EmailWaits { get; init; }

    /// <summary>It is the present one, which was never shown to be the person's: the code will.</summary>
    public bool EmailIsOwn { get; init; }

    /// <summary>The present one was named: another that waits is off.</summary>
    public bool KeepsEmail { get; init; }

    /// <summary>A new one, E.164; null: none.</summary>
    public string? PhoneNumber { get; init; }

    /// <inheritdoc cref="EmailWaits"/>
    public bool PhoneNumberWaits { get; init; }

    /// <inheritdoc cref="KeepsEmail"/>
    public bool KeepsPhoneNumber { get; init; }

    /// <summary>The person wants none.</summary>
    public bool DropsPhoneNumber { get; init; }

    /// <summary>Whether nothing would change that protects the account, besides what was asked for already.</summary>
    public bool IsEmpty =>
        (Email is null || EmailWaits || EmailIsOwn) && (PhoneNumber is null || PhoneNumberWaits) && !DropsPhoneNumber;

    /// <inheritdoc/>
    public override string ToString() => $"[contacts of {UserId}]";
}
