using AuthServer.Core.Messaging;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>How a registration ended, as far as the person may know.</summary>
public abstract record RegistrationOutcome
{
    private RegistrationOutcome()
    {
    }

    /// <summary>Whoever has the address is told; a person who does not have an account yet gets a code.</summary>
    public sealed record Accepted(MessageChannel Delivery, TimeSpan ExpiresIn) : RegistrationOutcome;

    /// <summary>Something is filled in wrongly: <c>email</c>, <c>password</c>, <c>full_name</c>, <c>phone_number</c> or
    /// a declared member.</summary>
    public sealed record Invalid(Complaints Complaints) : RegistrationOutcome;

    /// <summary>There is no such way to register.</summary>
    public sealed record UnknownKind : RegistrationOutcome;

    /// <summary>Too many passwords are being hashed; try again in a few seconds.</summary>
    public sealed record Busy : RegistrationOutcome;
}
