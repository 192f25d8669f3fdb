namespace AuthServer.Core.Credentials;

/// <summary>How looking at an address and a password ended.</summary>
public abstract record PasswordCheck
{
    private PasswordCheck()
    {
    }

    /// <summary>They belong together, and the user may sign in.</summary>
    /// <param name="Epoch">The user's, as of the check.</param>
    /// <param name="IsVerified">Whether the address or the number is known to be theirs; if not, they may not sign in yet.</param>
    public sealed record Right(Guid UserId, long Epoch, bool IsVerified) : PasswordCheck;

    /// <summary>No such user, no password, another password, a disabled user: nobody outside learns which.</summary>
    /// <param name="UserId">For our log.</param>
    public sealed record Wrong(Guid? UserId, WrongReason Reason) : PasswordCheck;

    /// <summary>Too many wait; nothing was checked.</summary>
    public sealed record Busy : PasswordCheck;
}

/// <summary>Why a check failed; for our log alone.</summary>
public enum WrongReason
{
    /// <summary>Nobody has the address.</summary>
    UnknownUser,

    /// <summary>The user signs in by other means.</summary>
    NoPassword,

    /// <summary>What is stored as the hash is none.</summary>
    UnreadableHash,

    /// <summary>Another password.</summary>
    WrongPassword,

    /// <summary>The right password of a disabled user.</summary>
    Disabled,
}
