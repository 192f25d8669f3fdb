using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Everybody's sessions, for administrators; those that are over are kept for about a day.</summary>
public sealed class SessionDirectory(NpgsqlDataSource database, IOptions<SessionOptions> options, TimeProvider clock)
{
    /// <summary>A piece of the list.</summary>
    /// <param name="query">Its text: how the person's address begins.</param>
    /// <param name="userId">Whose; null: everybody's.</param>
    /// <param name="live">Only those that are good, or only those that are over; null: both.</param>
    public async Task<Page<ListedSession>> ListAsync(PageQuery query, Guid? userId, bool? live, CancellationToken ct)
    {
        await using var command = CommandOf(
            $"""
            ($6 IS NULL OR s.id {query.Than()} $6) AND ($7 IS NULL OR s.user_id = $7)
              AND ($8 IS NULL OR {Liveness.OfSession} = $8) AND ($9 IS NULL OR u.normalized_email LIKE $9)
            """,
            query.Direction(), query.Limit + 1);
        command.Parameters.AddOptional(query.AfterId());
        command.Parameters.AddOptional(userId);
        command.Parameters.AddOptional(live);
        command.Parameters.AddOptional(query.LikeText is { } text ? text.ToLowerInvariant() + "%" : null);
        return query.PageOf(await ReadAsync(command, ct), session => session.Id.ToString());
    }

    /// <summary>One of them; null: there is none.</summary>
    public async Task<ListedSession?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = CommandOf("s.id = $6", "DESC", 1);
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    /// <summary>How many are good now.</summary>
    public async Task<long> CountAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE least(s.expires_at, s.ended_at) > $1 AND s.ended_at IS NULL AND u.epoch <= s.user_epoch
              AND CASE WHEN s.remembered THEN s.created_at > $2 ELSE s.created_at > $3 AND (s.kind = 2 OR s.last_seen_at > $4) END
            """);
        Liveness.Bind(command.Parameters, options.Value, clock.GetUtcNow());
        return (long)(await command.ExecuteScalarAsync(ct))!; // a count is never null
    }

    // What is shown beside a row is looked up for the rows of the page alone.
    private NpgsqlCommand CommandOf(string which, string direction, int limit)
    {
#pragma warning disable CA2100 // put together of constants
        var command = database.CreateCommand(
            $"""
            SELECT p.id, p.user_id, p.email, p.name, p.kind, p.device, p.methods, p.auth_time,
                   greatest(p.last_seen_at, given.used_at),
                   CASE p.kind WHEN 2 THEN greatest(p.expires_at, given.lasts_until) ELSE p.expires_at END,
                   p.ended_at, p.end_reason, p.live, given.apps
            FROM (
                SELECT s.*, u.email, u.name, {Liveness.OfSession} AS live
                FROM sessions s JOIN users u ON u.id = s.user_id
                WHERE {which} ORDER BY s.id {direction} LIMIT $5) p
            CROSS JOIN LATERAL (
                SELECT max(a.rotated_at) AS used_at, coalesce(array_agg(DISTINCT a.client_id), array[]::text[]) AS apps,
                       max(a.refresh_expires_at) FILTER (WHERE a.ended_at IS NULL AND 'offline_access' = ANY (a.scopes)) AS lasts_until
                FROM authorizations a WHERE a.session_id = p.id) given
            ORDER BY p.id {direction}
            """);
#pragma warning restore CA2100
        Liveness.Bind(command.Parameters, options.Value, clock.GetUtcNow());
        command.Parameters.AddWithValue((long)limit);
        return command;
    }

    private static async Task<List<ListedSession>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var sessions = new List<ListedSession>();
        while (await row.ReadAsync(ct))
        {
            sessions.Add(new ListedSession
            {
                Id = row.GetGuid(0),
                UserId = row.GetGuid(1),
                Email = row.IsDBNull(2) ? null : row.GetString(2),
                Name = row.IsDBNull(3) ? null : row.GetString(3),
                Kind = (SessionKind)row.GetInt16(4),
                Device = row.IsDBNull(5) ? null : row.GetString(5),
                Methods = row.GetFieldValue<string[]>(6),
                SignedInAt = row.GetFieldValue<DateTimeOffset>(7),
                LastSeenAt = row.GetFieldValue<DateTimeOffset>(8),
                ExpiresAt = row.GetFieldValue<DateTimeOffset>(9),
                EndedAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
                EndReason = row.IsDBNull(11) ? null : (SessionEnd)row.GetInt16(11),
                Live = row.GetBoolean(12),
                Apps = row.GetFieldValue<string[]>(13),
            });
        }

        return sessions;
    }
}
