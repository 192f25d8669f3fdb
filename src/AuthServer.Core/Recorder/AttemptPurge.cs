using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Recorder;

/// <summary>Forgets attempts that are old, and the oldest where there are too many.</summary>
public sealed class AttemptPurge(NpgsqlDataSource database, IOptions<RecorderOptions> options, TimeProvider clock)
{
    /// <summary>Deletes some.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM attempts WHERE id = ANY (ARRAY(
                SELECT id FROM attempts
                WHERE at < $1 OR at < (SELECT at FROM attempts ORDER BY at DESC OFFSET $2 LIMIT 1)
                ORDER BY at LIMIT $3 FOR UPDATE SKIP LOCKED))
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - options.Value.Retention.Value);
        command.Parameters.AddWithValue(options.Value.MaxAttempts - 1);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
