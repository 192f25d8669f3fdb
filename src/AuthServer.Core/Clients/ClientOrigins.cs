using System.Collections.Frozen;
using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>
/// The origins whose scripts may call us (CORS): those of every enabled client's redirect URIs and allowed origins.
/// Held as a whole, as CORS decides without waiting.
/// </summary>
public sealed class ClientOrigins : IFeedListener, IDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly BackgroundWork _reload;
    private volatile FrozenDictionary<string, bool> _firstPartyByOrigin = FrozenDictionary<string, bool>.Empty;

    public ClientOrigins(NpgsqlDataSource database, TimeProvider clock, ILogger<ClientOrigins> logger)
    {
        _database = database;
        // Half a second: a change is to be in force within one, and many clients may register at a time.
        _reload = new BackgroundWork(
            LoadAsync, TimeSpan.FromMilliseconds(500), clock,
            fault => Log.OriginsNotRead(logger, DatabaseFault.CallsOf(fault), DatabaseFault.ReasonOf(fault)));
    }

    /// <summary>Whether any client is at home there.</summary>
    public bool IsAllowed(string origin) => _firstPartyByOrigin.ContainsKey(origin);

    /// <summary>Whether a client that may use the JSON account API is at home there.</summary>
    public bool IsFirstParty(string origin) => _firstPartyByOrigin.GetValueOrDefault(origin);

    /// <summary>Reads them; to be called at start, then the feed keeps them current.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var command = _database.CreateCommand(
            "select o, bool_or(first_party) from clients, unnest(origins) o where enabled group by o");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var origins = new Dictionary<string, bool>();
        while (await reader.ReadAsync(ct))
            origins.Add(reader.GetString(0), reader.GetBoolean(1));
        _firstPartyByOrigin = origins.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.ClientChanged)
            _reload.Request();
    }

    /// <inheritdoc/>
    public void Forget() => _reload.Request();

    /// <inheritdoc/>
    public void Dispose() => _reload.Dispose();

    internal static string[] Of(Client client) =>
        [.. client.RedirectUris.Concat(client.AllowedOrigins).Select(Origin.Of).OfType<string>().Distinct(StringComparer.Ordinal)];
}
