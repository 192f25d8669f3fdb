namespace AuthServer.Protocol.Clients;

/// <summary>
/// Slows down who guesses how to be a client. It counts by sender and client together, so that the client itself, from
/// elsewhere, is never locked out. Senders are the host's matter: this port knows the present one.
/// </summary>
public interface IGuessLimit
{
    /// <summary>How long the present sender must wait before it may try to be that client; null: not at all.</summary>
    /// <param name="clientId">As claimed; there may be no such client.</param>
    TimeSpan? WaitOf(string clientId);

    /// <summary>Remembers that it tried and failed.</summary>
    /// <param name="clientId">As claimed.</param>
    void Failed(string clientId);
}
