namespace AuthServer.Core.Credentials;

/// <summary>Whether a password may be checked now.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It may: the ticket must be given back, with how it ended.</summary>
    public sealed record Admitted(SignInTicket Ticket) : Admission;

    /// <summary>Too many were wrong. It says so of any address, whether or not somebody has it.</summary>
    /// <param name="Until">When passwords are checked again.</param>
    public sealed record Locked(DateTimeOffset Until) : Admission;

    /// <summary>The sender has guessed wrong too often, at whatever addresses.</summary>
    /// <param name="Wait">Until it may try again.</param>
    public sealed record Throttled(TimeSpan Wait) : Admission;

    /// <summary>As many as may be wrong are being checked at this moment, and none ended in time.</summary>
    public sealed record Busy : Admission;
}
