namespace AuthServer.Core.Credentials;

/// <summary>A password that is being checked: it counts as wrong until it is given back.</summary>
public sealed class SignInTicket
{
    internal SignInTicket(Guid id, GuardKey? key, IDisposable? place) => (Id, Key, Place) = (id, key, place);

    internal Guid Id { get; }

    // None: what was typed is no address; it has no owner to lock out.
    internal GuardKey? Key { get; }

    // In this process's queue for the same address.
    internal IDisposable? Place { get; }

    // Read as it was given out; null: nobody has the address.
    internal StoredPassword? Stored { get; init; }
}
