using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Registration;

/// <summary>A client that registered itself, as it is answered (RFC 7591 §3.2.1).</summary>
/// <param name="Client">As it is in force.</param>
/// <param name="Document">Its document.</param>
/// <param name="IssuedAt"><c>client_id_issued_at</c>.</param>
public sealed record RegisteredClient(Client Client, string Document, DateTimeOffset IssuedAt)
{
    /// <summary>Counts changes; two who replace it at once cannot overwrite each other.</summary>
    public long Version { get; init; }

    /// <summary><c>client_secret</c>; null: it has none, or it was shown before.</summary>
    public string? Secret { get; init; }

    /// <summary><c>registration_access_token</c>; null: the one that was just used stays in force.</summary>
    public string? AccessToken { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Client.Id;
}
