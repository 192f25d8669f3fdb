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
    /// <param name="why">Not for cause: that is <see cref="RevokeAsync"/>.</param>
    /// <returns>False: there is none, or it had ended before.</returns>
    public async Task<bool> EndAsync(NpgsqlConnection connection, Guid id, SessionEnd why, CancellationToken ct) =>
        why.IsForCause()
            ? throw new ArgumentOutOfRangeException(nameof(why), why, "nodes are told of an end for cause")
            : await EndRowsAsync(connection, id, null, why, ct) is [_];

    /// <summary>
    /// Ends one for cause, also where it had ended without: what it gave with <c>offline_access</c> may live on until then.
    /// </summary>
    /// <param name="revokedUntil">Until when tokens that name it could still be live.</param>
    /// <returns>
    /// What the nodes read of it, for <see cref="FeedReader.Apply"/> after the commit; null: there is none, or it had ended
    /// for cause before.
    /// </returns>
    public async Task<FeedEntry?> RevokeAsync(
        NpgsqlConnection connection, Guid id, DateTimeOffset revokedUntil, CancellationToken ct) =>
        await EndRowsAsync(connection, id, null, SessionEnd.Revoked, ct) is [_]
            ? await FeedLines.AddAsync(connection, new FeedEntry(FeedKind.SessionRevoked, id.ToString(), 0, revokedUntil), ct)
            : null;

    /// <summary>Ends everybody's; that the nodes are told is the caller's part.</summary>
    public Task EndEverybodysAsync(NpgsqlConnection connection, CancellationToken ct) =>
        EndRowsAsync(connection, null, null, SessionEnd.Revoked, ct);

    /// <summary>Ends all of a user's; that the nodes are told is the caller's part.</summary>
    public Task EndAllAsync(NpgsqlConnection connection, Guid userId, SessionEnd why, CancellationToken ct) =>
        EndRowsAsync(connection, null, userId, why, ct);

    private async Task<Guid[]> EndRowsAsync(
        NpgsqlConnection connection, Guid? id, Guid? userId, SessionEnd why, CancellationToken ct)
    {
        var ended = new List<Guid>();
        await using (var command = new NpgsqlCommand(
            """
            UPDATE sessions SET ended_at = coalesce(ended_at, $3), end_reason = $4
            WHERE (id = $1 AND (ended_at IS NULL OR ($4 >= $5 AND end_reason < $5)))
               OR (user_id = $2 AND ended_at IS NULL) OR ($1 IS NULL AND $2 IS NULL AND ended_at IS NULL)
            RETURNING id
            """,
            connection))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = userId });
            command.Parameters.AddWithValue(clock.GetUtcNow());
            command.Parameters.AddWithValue((short)why);
            command.Parameters.AddWithValue((short)SessionEnd.Revoked);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                ended.Add(row.GetGuid(0));
        }

        // A statement of its own: it sees what was given until the rows were locked.
        if (ended.Count > 0 && why != SessionEnd.Replaced)
            await notices.OweAsync(connection, [.. ended], ct);
        return [.. ended];
    }
}
