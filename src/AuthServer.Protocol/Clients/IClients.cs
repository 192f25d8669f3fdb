namespace AuthServer.Protocol.Clients;

/// <summary>Where clients are found. Cached; a change is in force on every node within a second.</summary>
public interface IClients
{
    /// <summary>The client, also when it is disabled; null when there is none.</summary>
    ValueTask<Client?> FindAsync(string clientId, CancellationToken ct);
}
