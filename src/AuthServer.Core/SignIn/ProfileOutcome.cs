using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>How changing a profile ended.</summary>
public abstract record ProfileOutcome
{
    private ProfileOutcome()
    {
    }

    /// <summary>As it is now.</summary>
    public sealed record Changed(Profile Profile) : ProfileOutcome;

    /// <summary>The account was deleted meanwhile.</summary>
    public sealed record Gone : ProfileOutcome;

    /// <summary>Something is filled in wrongly; nothing changed.</summary>
    public sealed record Invalid(Complaints Complaints) : ProfileOutcome;

    /// <summary>Address and number are credentials: the person must sign in again first. Nothing changed.</summary>
    public sealed record SignInAgain : ProfileOutcome;

    /// <summary>A code was sent a moment ago, or too many were; nothing changed.</summary>
    /// <param name="Wait">When it may be tried again, at the latest.</param>
    public sealed record TooSoon(TimeSpan Wait) : ProfileOutcome;

    /// <summary>The code is wrong, used, expired, or for something else.</summary>
    public sealed record WrongCode : ProfileOutcome;

    /// <summary>Another account has the address by now; what was pending is off.</summary>
    public sealed record AddressInUse : ProfileOutcome;
}
