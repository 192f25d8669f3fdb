using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>How choosing a new password ended.</summary>
public abstract record ResetOutcome
{
    private ResetOutcome()
    {
    }

    /// <summary>The new password counts; everything that was signed in is signed out.</summary>
    public sealed record Done : ResetOutcome;

    /// <summary>The token is wrong, used, expired or replaced.</summary>
    public sealed record InvalidToken : ResetOutcome;

    /// <summary>The password is refused; the token is still good.</summary>
    public sealed record Refused(IReadOnlyList<Complaint> Complaints) : ResetOutcome;

    /// <summary>Too many passwords are being hashed; the token is still good.</summary>
    public sealed record Busy : ResetOutcome;
}
