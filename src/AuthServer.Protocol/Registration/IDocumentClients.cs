namespace AuthServer.Protocol.Registration;

/// <summary>Clients whose document is elsewhere, as they were last seen, so that what they are given can name them.</summary>
public interface IDocumentClients
{
    /// <summary>Keeps one as its document is now.</summary>
    /// <returns>False: there are as many as there may be, or an operator has given the id to somebody else.</returns>
    Task<bool> KeepAsync(NewRegistration client, CancellationToken ct);
}
