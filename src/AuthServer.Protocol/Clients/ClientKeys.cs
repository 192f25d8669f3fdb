using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>A client's public keys, by value or from its <c>jwks_uri</c> (RFC 7591 §2).</summary>
public sealed class ClientKeys(IOutbound outbound)
{
    /// <summary>The keys.</summary>
    /// <returns>Null when it has none, or they cannot be fetched or read now.</returns>
    public async ValueTask<JwkSet?> FindAsync(Client client, CancellationToken ct)
    {
        if (client.KeysUri is not { } uri)
            return client.Keys;
        return await outbound.GetAsync(uri, ct) is { } document
            ? JwkSet.TryParse(document.Content.Span, JwkSecrets.Refused, out _)
            : null;
    }
}
