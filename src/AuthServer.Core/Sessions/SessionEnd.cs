namespace AuthServer.Core.Sessions;

/// <summary>Why a session ended. A session that merely expired has no end.</summary>
public enum SessionEnd : short
{
    /// <summary>The same person signed in again in the same browser; what the session gave lives on.</summary>
    Replaced = 1,

    /// <summary>The person signed out; authorizations with <c>offline_access</c> live on.</summary>
    SignedOut = 2,

    /// <summary>Ended from a console or the JSON API: everything that the session gave ends with it.</summary>
    Revoked = 10,

    /// <summary>The password was changed or reset.</summary>
    PasswordChanged = 11,

    /// <summary>The user was locked, disabled or deleted.</summary>
    UserClosed = 12,
}

/// <summary>What follows from an end.</summary>
public static class SessionEnds
{
    /// <summary>Whether tokens that name the session die with it, at once and on every node.</summary>
    public static bool IsForCause(this SessionEnd end) => end >= SessionEnd.Revoked;
}
