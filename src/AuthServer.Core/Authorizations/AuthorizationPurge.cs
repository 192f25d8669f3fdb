using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Forgets authorizations that are past, and what waited for one.</summary>
public sealed class AuthorizationPurge(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    // Clocks of nodes differ a little.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Deletes authorizations, ended or not, of which nothing can be alive any more: not the code, whose second use must
    /// find the row, not the last access token, not the refresh token; and whose session is over, so that nobody has to be
    /// told when it ends.
    /// </summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            DELETE FROM authorizations WHERE id IN (
                SELECT id FROM authorizations a WHERE refresh_expires_at < $1 AND rotated_at < $3 AND created_at < $3
                  AND NOT EXISTS (
                    SELECT FROM sessions s WHERE s.id = a.session_id AND s.ended_at IS NULL AND s.expires_at > $1)
                LIMIT $2 FOR UPDATE OF a SKIP LOCKED)
            """);
        command.Parameters.AddWithValue(now - Slack);
        command.Parameters.AddWithValue(batch);
        command.Parameters.AddWithValue(now - (RevocationHorizon.From(now, lifetimes) - now));
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes parked requests that were answered or given up.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepRequestsAsync(int batch, CancellationToken ct) => DeleteAsync(
        """
        DELETE FROM parked_requests WHERE handle_hash IN (
            SELECT handle_hash FROM parked_requests WHERE expires_at < $1 ORDER BY expires_at
            LIMIT $2 FOR UPDATE SKIP LOCKED)
        """,
        batch, ct);

    /// <summary>Deletes long codes that have expired.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepCodesAsync(int batch, CancellationToken ct) => DeleteAsync(
        """
        DELETE FROM long_codes WHERE handle_hash IN (
            SELECT handle_hash FROM long_codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """,
        batch, ct);

    /// <summary>Deletes memories of signed objects that are too old to be taken anyway.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public Task<int> SweepReplaysAsync(int batch, CancellationToken ct) => DeleteAsync(
        """
        DELETE FROM replays WHERE key IN (
            SELECT key FROM replays WHERE until < $1 ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED)
        """,
        batch, ct);

    private async Task<int> DeleteAsync(string sql, int batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Slack);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
