namespace AuthServer.Core.SignIn;

/// <summary>How signing in with a password ended, as far as the person may know.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>They are who they say.</summary>
    public sealed record Accepted(Proven Proven) : SignInOutcome;

    /// <summary>Address and password do not belong together, or the user is disabled: one answer for all.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>The right password, but the address is not known to be theirs yet.</summary>
    /// <param name="Email">The address, as its owner wrote it.</param>
    public sealed record VerificationRequired(string Email) : SignInOutcome;

    /// <summary>Too many wrong ones: nothing was checked. Of addresses that nobody has, too.</summary>
    /// <param name="Until">When passwords are checked again.</param>
    public sealed record Locked(DateTimeOffset Until) : SignInOutcome;

    /// <summary>Too many wrong ones came from the sender, for whatever addresses: nothing was checked.</summary>
    /// <param name="Wait">Until it may try again.</param>
    public sealed record Throttled(TimeSpan Wait) : SignInOutcome;

    /// <summary>Too many sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}
