using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Signing out.</summary>
public sealed class SignOuts(
    EndedSessions sessions, AuditTrail audit, NpgsqlDataSource database, FeedReader feed, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>
    /// Ends a session because its person signed out, with every authorization of it that lacks <c>offline_access</c>, in
    /// one transaction; in force here at once and everywhere within a second.
    /// </summary>
    public async Task EndAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = RevocationHorizon.From(now, lifetimes);
        var ended = new List<FeedEntry>();
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            if (await sessions.EndAsync(connection, sessionId, SessionEnd.SignedOut, ct) is { } over)
            {
                ended.Add(over);
                await TellAsync(connection, sessionId, ct);
            }

            await using var command = new NpgsqlCommand(
                """
                WITH ended AS (
                    UPDATE authorizations SET ended_at = $2, end_reason = 'signed_out'
                    WHERE session_id = $1 AND ended_at IS NULL AND NOT 'offline_access' = ANY (scopes) RETURNING id)
                INSERT INTO feed (kind, key, epoch, until) SELECT $3, id::text, 0, $4 FROM ended RETURNING key
                """,
                connection,
                transaction);
            command.Parameters.AddWithValue(sessionId);
            command.Parameters.AddWithValue(now);
            command.Parameters.AddWithValue((short)FeedKind.AuthorizationRevoked);
            command.Parameters.AddWithValue(until);
            await using (var row = await command.ExecuteReaderAsync(ct))
            {
                while (await row.ReadAsync(ct))
                    ended.Add(new FeedEntry(FeedKind.AuthorizationRevoked, row.GetString(0), 0, until));
            }

            await transaction.CommitAsync(ct);
        }

        ended.ForEach(feed.Apply);
        sessions.Nudge();
    }

    private async Task TellAsync(NpgsqlConnection connection, Guid sessionId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT user_id FROM sessions WHERE id = $1", connection);
        command.Parameters.AddWithValue(sessionId);
        var person = (Guid)(await command.ExecuteScalarAsync(ct))!; // it has just ended
        var told = new AuditEvent(Actor.Person(person), AuditActions.SignedOut, AuditTargets.Session, sessionId.ToString()) { Person = person };
        await audit.AddAsync(connection, told, ct);
    }
}
