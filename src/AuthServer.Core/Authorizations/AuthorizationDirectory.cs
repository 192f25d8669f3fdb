using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>What people gave clients, for administrators; what is past is kept for about a day.</summary>
public sealed class AuthorizationDirectory(NpgsqlDataSource database, IOptions<SessionOptions> options, TimeProvider clock)
{
    /// <summary>A piece of the list.</summary>
    /// <param name="query">Its text: how the person's address begins.</param>
    /// <param name="only">Which of them.</param>
    public async Task<Page<ListedAuthorization>> ListAsync(PageQuery query, AuthorizationFilter only, CancellationToken ct)
    {
        await using var command = CommandOf(
            $"""
            ($6 IS NULL OR a.id {query.Than()} $6) AND ($7 IS NULL OR a.user_id = $7) AND ($8 IS NULL OR a.client_id = $8)
              AND ($9 IS NULL OR a.session_id = $9) AND ($10 IS NULL OR coalesce({Liveness.OfAuthorization}, false) = $10)
              AND ($11 IS NULL OR u.normalized_email LIKE $11)
            """,
            query.Direction(), query.Limit + 1);
        command.Parameters.AddOptional(query.AfterId());
        command.Parameters.AddOptional(only.UserId);
        command.Parameters.AddOptional(only.ClientId);
        command.Parameters.AddOptional(only.SessionId);
        command.Parameters.AddOptional(only.Live);
        command.Parameters.AddOptional(query.LikeText is { } text ? text.ToLowerInvariant() + "%" : null);
        return query.PageOf(await ReadAsync(command, ct), authorization => authorization.Id.ToString());
    }

    /// <summary>One of them; null: there is none.</summary>
    public async Task<ListedAuthorization?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = CommandOf("a.id = $6", "DESC", 1);
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    private NpgsqlCommand CommandOf(string which, string direction, int limit)
    {
#pragma warning disable CA2100 // put together of constants
        var command = database.CreateCommand(
            $"""
            SELECT a.id, a.user_id, u.email, a.client_id, a.session_id, a.scopes, a.resources, a.auth_time, a.created_at,
                   a.rotated_at, a.refresh_expires_at, a.expires_at, a.ended_at, a.end_reason,
                   coalesce({Liveness.OfAuthorization}, false)
            FROM authorizations a
            LEFT JOIN users u ON u.id = a.user_id
            LEFT JOIN sessions s ON s.id = a.session_id
            WHERE {which} ORDER BY a.id {direction} LIMIT $5
            """);
#pragma warning restore CA2100
        Liveness.Bind(command.Parameters, options.Value, clock.GetUtcNow());
        command.Parameters.AddWithValue((long)limit);
        return command;
    }

    private static async Task<List<ListedAuthorization>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var authorizations = new List<ListedAuthorization>();
        while (await row.ReadAsync(ct))
        {
            authorizations.Add(new ListedAuthorization
            {
                Id = row.GetGuid(0),
                UserId = row.GetGuid(1),
                Email = row.IsDBNull(2) ? null : row.GetString(2),
                ClientId = row.GetString(3),
                SessionId = row.GetGuid(4),
                Scopes = row.GetFieldValue<string[]>(5),
                Resources = row.GetFieldValue<string[]>(6),
                AuthTime = row.GetFieldValue<DateTimeOffset>(7),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(8),
                LastUsedAt = row.GetFieldValue<DateTimeOffset>(9),
                RefreshExpiresAt = row.GetFieldValue<DateTimeOffset>(10),
                ExpiresAt = row.GetFieldValue<DateTimeOffset>(11),
                EndedAt = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
                EndReason = row.IsDBNull(13) ? null : row.GetString(13),
                Live = row.GetBoolean(14),
            });
        }

        return authorizations;
    }
}
