namespace AuthServer.Core.Credentials;

/// <summary>
/// Slows down who tries many accounts, a few guesses each. Senders are the host's matter: this port knows the present one.
/// </summary>
public interface ISenderLimit
{
    /// <summary>How long the present sender must wait before it may guess again; null: not at all.</summary>
    TimeSpan? Wait { get; }

    /// <summary>Remembers that it guessed wrong.</summary>
    void Failed();
}
