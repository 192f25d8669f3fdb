using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>A client's public keys, by value or from its <c>jwks_uri</c> (RFC 7591 §2).</summary>
public sealed class ClientKeys(IOutbound outbound, TimeProvider clock)
{
    private readonly RemoteDocuments<JwkSet> _sets = new(
        outbound, d => JwkSet.TryParse(d.Content.Span, JwkSecrets.Refused, out _), clock);

    /// <summary>The keys, those by reference from memory as a rule.</summary>
    /// <returns>Null when it has none, or they cannot be fetched or read.</returns>
    public async ValueTask<JwkSet?> FindAsync(Client client, CancellationToken ct) =>
        client.KeysUri is { } uri ? await _sets.FindAsync(uri, ct) : client.Keys;

    /// <summary>Verifies what the client signed. Keys that do not fit are fetched anew, once in a while (OIDC Core §10.1.1).</summary>
    /// <param name="client">Who signed, it is believed.</param>
    /// <param name="token">The JWS.</param>
    /// <param name="algorithms">Allowed values of <c>alg</c>.</param>
    public async ValueTask<JwsReading> ReadAsync(
        Client client, string token, IReadOnlyCollection<string> algorithms, CancellationToken ct)
    {
        if (await FindAsync(client, ct) is not { } keys)
            return new JwsReading.Refused("the client has no keys that can be read");
        var reading = JwsReader.ReadTryingKeys(token, keys, algorithms);
        if (client.KeysUri is not { } uri || reading is not JwsReading.Refused { KeyUnknown: true })
            return reading;
        return await _sets.FindNewerAsync(uri, ct) is { } newer && newer != keys
            ? JwsReader.ReadTryingKeys(token, newer, algorithms)
            : reading;
    }
}
