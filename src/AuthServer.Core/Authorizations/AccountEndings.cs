using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Ends everything that a person is signed in to: after a new password, a lock, a deletion.</summary>
public sealed class AccountEndings(
    EndedSessions sessions, LogoutNotices notices, FeedReader feed, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>
    /// Raises the user's epoch and ends every session and authorization, in the transaction that is open on the
    /// connection; on every node within a second of its commit. The user's row is locked first: a code or a sign-in that
    /// is being turned into tokens is either seen here, or refused.
    /// </summary>
    /// <param name="why">For cause: <see cref="SessionEnds.IsForCause"/>.</param>
    /// <returns>For <see cref="Announce"/>.</returns>
    public async Task<FeedEntry> EndAllAsync(NpgsqlConnection connection, Guid userId, SessionEnd why, CancellationToken ct)
    {
        if (!why.IsForCause())
            throw new ArgumentOutOfRangeException(nameof(why), why, "an account's end has a cause");
        var now = clock.GetUtcNow();
        var until = RevocationHorizon.From(now, lifetimes);
        await using var command = new NpgsqlCommand(
            """
            UPDATE users SET epoch = nextval('epochs') WHERE id = $1 RETURNING epoch
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        var epoch = await command.ExecuteScalarAsync(ct) as long? ?? throw new InvalidOperationException("there is no such user");
        await EndRowsAsync(connection, userId, why, now, ct);

        return await FeedLines.AddAsync(connection, new FeedEntry(FeedKind.UserRevoked, userId.ToString(), epoch, until), ct);
    }

    /// <summary>After the commit, before anything is answered: in force on this node, and clients are being told.</summary>
    public void Announce(FeedEntry ended)
    {
        feed.Apply(ended);
        notices.Nudge();
    }

    /// <summary>The epoch alone decides; that the rows say so, too, is for whoever reads them.</summary>
    private async Task EndRowsAsync(
        NpgsqlConnection connection, Guid userId, SessionEnd why, DateTimeOffset now, CancellationToken ct)
    {
        await sessions.EndAllAsync(connection, userId, why, ct);
        await using var command = new NpgsqlCommand(
            "UPDATE authorizations SET ended_at = $2, end_reason = $3 WHERE user_id = $1 AND ended_at IS NULL", connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(why.ToReason());
        await command.ExecuteNonQueryAsync(ct);
    }
}
