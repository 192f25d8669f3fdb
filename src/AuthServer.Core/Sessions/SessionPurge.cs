using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Forgets sessions that are over.</summary>
public sealed class SessionPurge(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>
    /// Deletes sessions that ended or ran out so long ago that no code and no access token of theirs can be alive: a
    /// redemption looks at the row.
    /// </summary>
    /// <param name="batch">At most so many.</param>
    /// <param name="progress">Of this sweep: the same for all its batches.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, SweepProgress progress, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            DELETE FROM sessions WHERE id = ANY (ARRAY(
                SELECT id FROM sessions WHERE least(expires_at, ended_at) >= $3 AND least(expires_at, ended_at) < $1
                ORDER BY least(expires_at, ended_at) LIMIT $2 FOR UPDATE SKIP LOCKED))
            RETURNING least(expires_at, ended_at)
            """);
        command.Parameters.AddWithValue(now - (RevocationHorizon.From(now, lifetimes) - now));
        command.Parameters.AddWithValue(batch);
        return await progress.DeleteAsync(command, ct);
    }
}
