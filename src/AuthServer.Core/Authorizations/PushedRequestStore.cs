using AuthServer.Protocol.Authorize;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Pushed requests in PostgreSQL.</summary>
public sealed class PushedRequestStore(NpgsqlDataSource database, TimeProvider clock) : IPushedRequests
{
    /// <inheritdoc/>
    public async Task<string> PushAsync(string clientId, string parameters, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var handle = Handle.Create();
        await using var command = database.CreateCommand(
            "INSERT INTO pushed_requests (handle_hash, client_id, parameters, expires_at) VALUES ($1, $2, $3, $4)");
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(clientId);
        command.Parameters.AddWithValue(parameters);
        command.Parameters.AddWithValue(expiresAt);
        await command.ExecuteNonQueryAsync(ct);
        return handle;
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string handle, string clientId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT parameters FROM pushed_requests
            WHERE handle_hash = $1 AND client_id = $2 AND expires_at > $3 AND consumed_at IS NULL
            """);
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(clientId);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>However old: the person may have taken as long as a parked request lasts.</summary>
    /// <inheritdoc/>
    public async Task<bool> ConsumeAsync(string handle, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "UPDATE pushed_requests SET consumed_at = $2 WHERE handle_hash = $1 AND consumed_at IS NULL");
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
