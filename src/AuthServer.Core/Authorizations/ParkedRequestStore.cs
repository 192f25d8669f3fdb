using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Parked requests in PostgreSQL.</summary>
public sealed class ParkedRequestStore(NpgsqlDataSource database, TimeProvider clock) : IParkedRequests
{
    /// <summary>How long a person may take over the pages. Chosen: half an hour, with a mail in between.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public async Task<string> ParkAsync(string parameters, DateTimeOffset receivedAt, string? browser, CancellationToken ct)
    {
        var handle = Handle.Create();
        await using var command = database.CreateCommand(
            """
            INSERT INTO parked_requests (handle_hash, browser_hash, parameters, received_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """);
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(browser is null ? DBNull.Value : Handle.Hash(browser));
        command.Parameters.AddWithValue(parameters);
        command.Parameters.AddWithValue(receivedAt);
        command.Parameters.AddWithValue(clock.GetUtcNow() + Lifetime);
        await command.ExecuteNonQueryAsync(ct);
        return handle;
    }

    /// <summary>Also binds a request that came by POST to the first browser that returns for it.</summary>
    /// <inheritdoc/>
    public async Task<ParkedRequest?> FindAsync(string handle, string browser, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            WITH bound AS (
                UPDATE parked_requests SET browser_hash = $2
                WHERE handle_hash = $1 AND browser_hash IS NULL AND consumed_at IS NULL RETURNING 1)
            SELECT parameters, received_at, denied, decided_by, decided_in, scopes
            FROM parked_requests
            WHERE handle_hash = $1 AND consumed_at IS NULL AND expires_at > $3
              AND (browser_hash = $2 OR EXISTS (SELECT 1 FROM bound))
            """);
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(Handle.Hash(browser));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;

        var decision = row.IsDBNull(2) ? null : new ConsentDecision(
            row.IsDBNull(3) ? null : row.GetGuid(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.GetBoolean(2),
            row.IsDBNull(5) ? ScopeSet.Empty : ScopeSet.Of(row.GetFieldValue<string[]>(5)));
        return new ParkedRequest(handle, row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), decision);
    }

    /// <inheritdoc/>
    public async Task<bool> ConsumeAsync(string handle, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "UPDATE parked_requests SET consumed_at = $2 WHERE handle_hash = $1 AND consumed_at IS NULL AND expires_at > $2");
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
