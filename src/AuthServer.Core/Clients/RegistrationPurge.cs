using AuthServer.Core.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Forgets clients that made themselves known and that nobody uses, and tokens that register nobody any more.</summary>
public sealed class RegistrationPurge(NpgsqlDataSource database, IOptions<RegistrationOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Deletes idle clients; every node forgets them within a second. What people agreed to goes along: an address that was a
    /// client's id may have another owner when it comes again.
    /// </summary>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(Sweep sweep, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            WITH idle AS (
                SELECT client_id FROM registrations
                WHERE last_used_at < $1 OR (last_used_at IS NULL AND created_at < $2) LIMIT $3 FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM clients WHERE client_id IN (SELECT client_id FROM idle) RETURNING client_id),
            consents_gone AS (DELETE FROM consents WHERE client_id IN (SELECT client_id FROM idle)),
            told AS (INSERT INTO feed (kind, key, epoch, until) SELECT $4, client_id, 0, $5 FROM gone)
            SELECT count(*)::int FROM gone
            """);
        command.Parameters.AddWithValue(now - (TimeSpan)options.Value.IdleLifetime);
        command.Parameters.AddWithValue(now - (TimeSpan)options.Value.UnusedLifetime);
        command.Parameters.AddWithValue(sweep.Batch);
        command.Parameters.AddWithValue((short)FeedKind.ClientChanged);
        command.Parameters.AddWithValue(now.AddMinutes(10));
        return (int)(await command.ExecuteScalarAsync(ct))!; // a count is never null
    }

    /// <summary>Deletes initial access tokens that have expired or are used up.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public async Task<int> SweepTokensAsync(Sweep sweep, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM initial_access_tokens WHERE id IN (
                SELECT id FROM initial_access_tokens WHERE expires_at < $1 OR uses_left <= 0 LIMIT $2 FOR UPDATE SKIP LOCKED)
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(sweep.Batch);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
