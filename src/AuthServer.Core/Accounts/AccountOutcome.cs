using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>How a change to an account ended. But for <see cref="Done"/>, nothing changed.</summary>
public abstract record AccountOutcome
{
    private AccountOutcome()
    {
    }

    /// <summary>In force, here at once and everywhere within a second.</summary>
    public sealed record Done(Guid Id) : AccountOutcome;

    /// <summary>There is no such account.</summary>
    public sealed record NotFound : AccountOutcome;

    /// <summary>It is an administrator's, and whoever wants to change it lacks the right.</summary>
    public sealed record Protected : AccountOutcome;

    /// <summary>It was decided on another version of the account.</summary>
    public sealed record Stale : AccountOutcome;

    /// <summary>Nobody in the role <c>admin</c> would be left who may sign in.</summary>
    public sealed record LastAdministrator : AccountOutcome;

    /// <summary>Something is wrong with what was asked for.</summary>
    public sealed record Invalid(Complaints Complaints) : AccountOutcome;

    /// <summary>Another account has the address.</summary>
    public sealed record AddressInUse : AccountOutcome;

    /// <summary>The account is locked, so it would not help.</summary>
    public sealed record Locked : AccountOutcome;

    /// <summary>A mail like this went out a moment ago, or too many did.</summary>
    public sealed record TooSoon : AccountOutcome;

    /// <summary>More passwords wait to be hashed than soon will be.</summary>
    public sealed record Busy : AccountOutcome;
}
