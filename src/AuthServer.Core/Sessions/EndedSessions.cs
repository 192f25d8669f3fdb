using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The one place where sessions end. What clients are owed for it is written here too, so that no way out of a session can
/// forget them. Everything happens in the transaction that is open on the connection.
/// </summary>
public sealed class EndedSessions(LogoutNotices notices, TimeProvider clock)
{
    /// <summary>
    /// Ends one. It takes the row's lock first, so a code that is being redeemed under <c>FOR SHARE</c> is either seen by
    /// what comes next, or refused.
    /// </summary>
    /// <param name="revokedUntil">
    /// Until when tokens that name it could still be live; used when the end is for cause.
    /// </param>
    /// <returns>False: there is none, or it had ended before.</returns>
    public async Task<bool> EndAsync(
        NpgsqlConnection connection, Guid id, SessionEnd why, DateTimeOffset revokedUntil, CancellationToken ct)
    {
        if (await EndRowsAsync(connection, id, null, why, ct) is not [_])
            return false;
        if (why.IsForCause())
            await TellNodesAsync(connection, id, revokedUntil, ct);
        return true;
    }

    /// <summary>Ends all of a user's; that the nodes are told is the caller's part.</summary>
    public Task EndAllAsync(NpgsqlConnection connection, Guid userId, SessionEnd why, CancellationToken ct) =>
        EndRowsAsync(connection, null, userId, why, ct);

    private async Task<Guid[]> EndRowsAsync(
        NpgsqlConnection connection, Guid? id, Guid? userId, SessionEnd why, CancellationToken ct)
    {
        var ended = new List<Guid>();
        await using (var command = new NpgsqlCommand(
            """
            UPDATE sessions SET ended_at = $3, end_reason = $4 WHERE (id = $1 OR user_id = $2) AND ended_at IS NULL
            RETURNING id
            """,
            connection))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = userId });
            command.Parameters.AddWithValue(clock.GetUtcNow());
            command.Parameters.AddWithValue((short)why);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                ended.Add(row.GetGuid(0));
        }

        // A statement of its own: it sees what was given until the rows were locked.
        if (ended.Count > 0 && why != SessionEnd.Replaced)
            await notices.OweAsync(connection, [.. ended], ct);
        return [.. ended];
    }

    private static async Task TellNodesAsync(NpgsqlConnection connection, Guid id, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO feed (kind, key, epoch, until) VALUES ($1, $2, 0, $3)", connection);
        command.Parameters.AddWithValue((short)FeedKind.SessionRevoked);
        command.Parameters.AddWithValue(id.ToString());
        command.Parameters.AddWithValue(until);
        await command.ExecuteNonQueryAsync(ct);
    }
}
