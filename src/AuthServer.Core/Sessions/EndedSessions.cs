using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The one place where sessions end. What clients are owed for it is written here too, so that no way out of a session can
/// forget them. Everything happens in the transaction that is open on the connection.
/// </summary>
public sealed class EndedSessions(LogoutNotices notices, TimeProvider clock)
{
    // Whose, by $1: each finds its rows by an index, or wants all there are. $3 is the reason; those for cause come last.
    private const string TheOne = "id = $1 AND ended_at IS NULL";
    private const string TheOneForCause = "id = $1 AND (ended_at IS NULL OR end_reason < $3)";
    private const string AllOfTheUser = "user_id = $1 AND ended_at IS NULL";
    private const string Everybodys = "$1 IS NULL AND ended_at IS NULL";

    /// <summary>
    /// Ends one. It takes the row's lock first, so a code that is being redeemed under <c>FOR SHARE</c> is either seen by
    /// what comes next, or refused.
    /// </summary>
    /// <param name="why">Not for cause: that is <see cref="RevokeAsync"/>.</param>
    /// <returns>What the nodes read of it; null: there is none, or it had ended before.</returns>
    public async Task<FeedEntry?> EndAsync(NpgsqlConnection connection, Guid id, SessionEnd why, CancellationToken ct)
    {
        if (why.IsForCause())
            throw new ArgumentOutOfRangeException(nameof(why), why, "tokens end with a session that ends for cause");
        return await EndRowsAsync(connection, TheOne, id, why, ct) is [_]
            ? await FeedLines.AddChangedAsync(connection, FeedKind.SessionEnded, id.ToString(), clock.GetUtcNow(), ct)
            : null;
    }

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
        await EndRowsAsync(connection, TheOneForCause, id, SessionEnd.Revoked, ct) is [_]
            ? await FeedLines.AddAsync(connection, new FeedEntry(FeedKind.SessionRevoked, id.ToString(), 0, revokedUntil), ct)
            : null;

    /// <summary>Ends everybody's; that the nodes are told is the caller's part.</summary>
    public Task EndEverybodysAsync(NpgsqlConnection connection, CancellationToken ct) =>
        EndRowsAsync(connection, Everybodys, null, SessionEnd.Revoked, ct);

    /// <summary>Ends all of a user's; that the nodes are told is the caller's part.</summary>
    public Task EndAllAsync(NpgsqlConnection connection, Guid userId, SessionEnd why, CancellationToken ct) =>
        EndRowsAsync(connection, AllOfTheUser, userId, why, ct);

    /// <summary>After the commit: clients are told at once. Forgotten, they are told seconds later.</summary>
    public void Nudge() => notices.Nudge();

    private async Task<Guid[]> EndRowsAsync(
        NpgsqlConnection connection, string which, Guid? key, SessionEnd why, CancellationToken ct)
    {
        var ended = new List<Guid>();
        await using (var command = new NpgsqlCommand(
            $"""
            UPDATE sessions SET ended_at = coalesce(ended_at, $2), end_reason = $3 WHERE {which}
            RETURNING id
            """,
            connection))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = key });
            command.Parameters.AddWithValue(clock.GetUtcNow());
            command.Parameters.AddWithValue((short)why);
            if (key is null)
                command.CommandTimeout = 0; // millions of rows take what they take
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
