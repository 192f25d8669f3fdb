using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Forgets lines of the feed that no longer matter.</summary>
public sealed class FeedPurge(NpgsqlDataSource database, TimeProvider clock)
{
    // A node whose clock is behind still believes what this one has forgotten.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>Deletes lines that have run out; never those that hold the server's epoch, which lives nowhere else.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        // Here and in every sweep by an array of ids: a join would read the whole table for each batch while the planner
        // thinks that this is cheaper than as many look-ups.
        await using var command = database.CreateCommand(
            """
            DELETE FROM feed WHERE id = ANY (ARRAY(
                SELECT id FROM feed WHERE until < $1 AND kind <> $3 ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED))
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Slack);
        command.Parameters.AddWithValue(batch);
        command.Parameters.AddWithValue((short)FeedKind.AllRevoked);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
