using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Logout;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>The apps that hear of a sign-out through the browser.</summary>
public sealed class FrontChannelApps(NpgsqlDataSource database, IClients clients, FrontChannelLogout logout)
{
    /// <summary>More frames no page loads in the few seconds that a person waits.</summary>
    private const int Most = 100;

    /// <summary>What a page loads for the apps that a session gave anything to; at most a hundred.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(Guid sessionId, CancellationToken ct)
    {
        var addresses = new List<string>();
        foreach (var id in await IdsAsync(sessionId, ct))
        {
            if (await clients.FindAsync(id, ct) is { Enabled: true } client
                && logout.AddressFor(client, sessionId) is { } address)
                addresses.Add(address);
        }

        return addresses;
    }

    private async Task<List<string>> IdsAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT DISTINCT c.client_id FROM authorizations a JOIN clients c ON c.client_id = a.client_id
            WHERE a.session_id = $1 AND c.document ->> 'frontchannel_logout_uri' <> '' LIMIT $2
            """);
        command.Parameters.AddWithValue(sessionId);
        command.Parameters.AddWithValue(Most);
        var ids = new List<string>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            ids.Add(row.GetString(0));
        return ids;
    }
}
