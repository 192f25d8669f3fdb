using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Where a person is signed in, and the end of it.</summary>
public sealed class OwnSessions(
    NpgsqlDataSource database, SessionEndings endings, UserEndings users, IOptions<SessionOptions> options, TimeProvider clock)
{
    // An app's sign-in lasts as long as its refresh tokens; a browser's as long as its session.
    private const string Sql =
        """
        SELECT s.id, s.kind, s.device, s.auth_time, greatest(s.last_seen_at, max(a.rotated_at)),
               CASE s.kind WHEN 2 THEN greatest(s.expires_at, max(a.refresh_expires_at) FILTER (WHERE a.lasts)) ELSE s.expires_at END,
               coalesce(array_agg(DISTINCT a.client_id) FILTER (WHERE a.id IS NOT NULL), '{}')
        FROM sessions s
        JOIN users u ON u.id = s.user_id AND u.epoch <= s.user_epoch
        LEFT JOIN (SELECT *, 'offline_access' = ANY (scopes) AS lasts FROM authorizations
                   WHERE ended_at IS NULL AND refresh_expires_at > $2) a ON a.session_id = s.id
        WHERE s.user_id = $1 AND s.ended_at IS NULL
        GROUP BY s.id
        HAVING (s.expires_at > $2 AND CASE WHEN s.remembered THEN s.created_at > $3
                  ELSE s.created_at > $4 AND (s.kind = 2 OR s.last_seen_at > $5) END)
            OR (s.kind = 2 AND count(a.id) FILTER (WHERE a.lasts) > 0)
        ORDER BY 5 DESC, s.id
        """;

    /// <summary>All of them, the last used first.</summary>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - options.Value.RememberLifetime);
        command.Parameters.AddWithValue(now - options.Value.AbsoluteLifetime);
        command.Parameters.AddWithValue(now - options.Value.IdleLifetime);
        await using var row = await command.ExecuteReaderAsync(ct);
        var sessions = new List<OwnSession>();
        while (await row.ReadAsync(ct))
        {
            sessions.Add(new OwnSession
            {
                Id = row.GetGuid(0),
                Kind = (SessionKind)row.GetInt16(1),
                Device = row.IsDBNull(2) ? null : row.GetString(2),
                SignedInAt = row.GetFieldValue<DateTimeOffset>(3),
                LastSeenAt = row.GetFieldValue<DateTimeOffset>(4),
                ExpiresAt = row.GetFieldValue<DateTimeOffset>(5),
                Apps = row.GetFieldValue<string[]>(6),
            });
        }

        return sessions;
    }

    /// <summary>Ends one with everything that it gave.</summary>
    /// <returns>False: the person has no such session, or it had ended before.</returns>
    public async Task<bool> EndAsync(Guid userId, Guid sessionId, CancellationToken ct) =>
        await endings.EndAsync(userId, sessionId, new Cause(Actor.Person(userId)), ct) is not null;

    /// <summary>Ends all of them, also the one that asks.</summary>
    public Task EndAllAsync(Guid userId, CancellationToken ct) => users.RevokeAsync(userId, new Cause(Actor.Person(userId)), ct);
}
