using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// Ends a session with everything that it gave, refresh tokens included: from a console, or by the JSON API's logout.
/// Signing out in a browser is <see cref="SignOuts"/>, which leaves apps with <c>offline_access</c> alone.
/// </summary>
public sealed class SessionEndings(
    EndedSessions sessions, AuditTrail audit, NpgsqlDataSource database, FeedReader feed, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>Ends it, in one transaction; in force here at once and everywhere within a second.</summary>
    /// <param name="userId">Whose it must be; null: anybody's.</param>
    /// <returns>Null: there is no such session, or it had ended for cause before.</returns>
    public async Task<FeedEntry?> EndAsync(Guid? userId, Guid sessionId, Cause cause, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = RevocationHorizon.From(now, lifetimes);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (userId is { } owner && !await IsOfAsync(connection, owner, sessionId, ct))
            return null;

        // The session's row is locked by this; what it gives meanwhile is refused, what it gave is seen below.
        if (await sessions.RevokeAsync(connection, sessionId, until, ct) is not { } entry)
            return null;
        await using var given = new NpgsqlCommand(
            "UPDATE authorizations SET ended_at = $2, end_reason = $3 WHERE session_id = $1 AND ended_at IS NULL", connection);
        given.Parameters.AddWithValue(sessionId);
        given.Parameters.AddWithValue(now);
        given.Parameters.AddWithValue(SessionEnd.Revoked.ToReason());
        await given.ExecuteNonQueryAsync(ct);
        await audit.AddAsync(
            connection, new(cause.By, AuditActions.Revoked, AuditTargets.Session, sessionId.ToString()) { Reason = cause.Reason }, ct);
        await transaction.CommitAsync(ct);
        // Every token of the session names it: its one line covers those of its authorizations.
        feed.Apply(entry);
        sessions.Nudge();
        return entry;
    }

    private static async Task<bool> IsOfAsync(NpgsqlConnection connection, Guid userId, Guid sessionId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2", connection);
        command.Parameters.AddWithValue(sessionId);
        command.Parameters.AddWithValue(userId);
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
