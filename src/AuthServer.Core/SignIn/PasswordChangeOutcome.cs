using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>How changing a password ended.</summary>
public abstract record PasswordChangeOutcome
{
    private PasswordChangeOutcome()
    {
    }

    /// <summary>The new one counts; everything that was signed in is signed out.</summary>
    public sealed record Done : PasswordChangeOutcome;

    /// <summary>The current one is another.</summary>
    public sealed record WrongPassword : PasswordChangeOutcome;

    /// <summary>The new one is refused.</summary>
    public sealed record Refused(IReadOnlyList<Complaint> Complaints) : PasswordChangeOutcome;

    /// <summary>Too many were wrong, here or at sign-in.</summary>
    public sealed record Locked(DateTimeOffset Until) : PasswordChangeOutcome;

    /// <summary>Too many passwords are being checked; nothing was.</summary>
    public sealed record Busy : PasswordChangeOutcome;
}
