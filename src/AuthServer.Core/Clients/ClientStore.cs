using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Clients in memory, for the hot path.</summary>
public sealed class ClientStore(NpgsqlDataSource database, IRingKeys keys, ClientUse use, TimeProvider clock)
    : IClients, IFeedListener
{
    // Some 5 KB each.
    private const int GenerationSize = 5_000;

    // A client_id may be the URL of a document.
    private const int MaxIdLength = 2000;

    private const string Query =
        """
        select c.document::text, c.secrets::text, c.enabled, c.epoch, r.origin
        from clients c left join registrations r on r.client_id = c.client_id where c.client_id = $1
        """;

    private readonly ObjectCache<string, Client> _cache =
        new((id, ct) => LoadAsync(database, keys, id, ct), GenerationSize, clock);

    /// <inheritdoc/>
    public ValueTask<Client?> FindAsync(string clientId, CancellationToken ct)
    {
        // RFC 6749 appendix A.1: visible ASCII and spaces. Nothing else was ever registered.
        if (clientId.Length is 0 or > MaxIdLength || clientId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return ValueTask.FromResult<Client?>(null);
        var found = _cache.FindAsync(clientId, ct);
        if (found is { IsCompletedSuccessfully: true, Result.IsSelfRegistered: true })
            use.Note(clientId);
        return found;
    }

    /// <summary>Forgets one: it has just been changed here.</summary>
    public void Drop(string clientId) => _cache.Remove(clientId);

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind is FeedKind.ClientChanged or FeedKind.ClientRevoked)
            _cache.Remove(entry.Key);
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();

    private static async Task<Client?> LoadAsync(
        NpgsqlDataSource database, IRingKeys keys, string clientId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;
        var client = ClientMetadata.Build(clientId, reader.GetString(0));
        var secrets = JsonSerializer.Deserialize<List<ClientSecretHash>>(reader.GetString(1)) ?? [];
        return client with
        {
            Secrets = secrets,
            SharedSecrets = client.NeedsSharedSecret ? Open(secrets, keys) : [],
            Enabled = reader.GetBoolean(2),
            Epoch = reader.GetInt64(3),
            IsSelfRegistered = !reader.IsDBNull(4),
            IsDocument = !reader.IsDBNull(4) && reader.GetInt16(4) == (short)RegistrationOrigin.Document,
        };
    }

    private static SharedSecret[] Open(List<ClientSecretHash> secrets, IRingKeys keys) =>
    [
        .. from secret in secrets
           where secret.Sealed is not null
           let value = StoredSecret.Open(keys, secret.Sealed)
           where value is not null
           select new SharedSecret(value, secret.ExpiresAt),
    ];
}
