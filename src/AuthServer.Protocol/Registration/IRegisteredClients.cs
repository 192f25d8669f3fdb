namespace AuthServer.Protocol.Registration;

/// <summary>Clients that registered themselves, at rest. Each verb is one transaction.</summary>
public interface IRegisteredClients
{
    /// <summary>Stores one under its id, with a registration access token of its own.</summary>
    /// <returns>Null: there are as many as there may be.</returns>
    Task<RegisteredClient?> CreateAsync(NewRegistration client, CancellationToken ct);

    /// <summary>Finds the client that this registration access token is for (RFC 7592 §2).</summary>
    /// <returns>Null: unknown, another client's token, or the client did not register itself.</returns>
    Task<RegisteredClient?> FindAsync(string clientId, string accessToken, CancellationToken ct);

    /// <summary>Replaces the document and the registration access token.</summary>
    /// <returns>Null: it was changed or deleted meanwhile.</returns>
    Task<RegisteredClient?> ReplaceAsync(RegisteredClient before, NewRegistration client, CancellationToken ct);

    /// <summary>Deletes it with everything that it was given, in force here at once and everywhere within a second.</summary>
    Task DeleteAsync(RegisteredClient client, CancellationToken ct);
}
