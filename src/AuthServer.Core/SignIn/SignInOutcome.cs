namespace AuthServer.Core.SignIn;

/// <summary>How a sign-in by password ended, as far as the person may know.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>Address and password belong together: <see cref="SignIns.BeginAsync"/> begins the session.</summary>
    public sealed record Accepted(Proven Proven) : SignInOutcome;

    /// <summary>Address and password do not belong together, or the user is disabled: one answer for all.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>The right password, of an account whose address is not known to be theirs yet.</summary>
    /// <param name="Email">The address, as its owner writes it.</param>
    public sealed record VerificationRequired(string Email) : SignInOutcome
    {
        /// <summary>Redacted.</summary>
        public override string ToString() => "verification required";
    }

    /// <summary>Too many wrong passwords for this address, whether or not somebody has it.</summary>
    public sealed record Locked(DateTimeOffset Until) : SignInOutcome;

    /// <summary>Too many wrong ones came from the sender, for whatever addresses: nothing was checked.</summary>
    /// <param name="Wait">Until it may try again.</param>
    public sealed record Throttled(TimeSpan Wait) : SignInOutcome;

    /// <summary>Too many sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}
