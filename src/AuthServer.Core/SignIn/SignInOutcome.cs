using AuthServer.Core.Sessions;

namespace AuthServer.Core.SignIn;

/// <summary>How a sign-in ended, as far as the person may know.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>A new session.</summary>
    public sealed record SignedIn(Session Session) : SignInOutcome;

    /// <summary>Address and password do not belong together, or the user is disabled: one answer for all.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}
