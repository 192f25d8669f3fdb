namespace AuthServer.Protocol.Clients;

/// <summary>
/// Clients at the authorization endpoint, where one may come whose id is the address of its own document
/// (OAuth Client ID Metadata Document §3). Everywhere else such a client is known already, as every other.
/// </summary>
public interface IClientDocuments
{
    /// <summary>The client; its document was fetched and judged lately, where it has one.</summary>
    /// <returns>Null when there is none, also where its document cannot be had or is none.</returns>
    ValueTask<Client?> FindAsync(string clientId, CancellationToken ct);
}
