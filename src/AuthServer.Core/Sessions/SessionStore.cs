using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Begins, finds and ends sessions.</summary>
public sealed class SessionStore(
    NpgsqlDataSource database, EndedSessions ended, IOptions<SessionOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private readonly SessionOptions _options = options.Value;

    /// <summary>Begins a session. Its id is new: none that existed before a sign-in is ever signed in.</summary>
    public async Task<Session> CreateAsync(NewSession wanted, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        TimeSpan lifetime = wanted.Remembered ? _options.RememberLifetime : _options.AbsoluteLifetime;
        var row = new SessionRow(wanted, now, now + lifetime);
        await using var command = database.CreateCommand(
            """
            INSERT INTO sessions (id, user_id, user_epoch, kind, auth_time, methods, device, remembered,
                                  created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $5, $5, $9)
            """);
        command.Parameters.AddWithValue(row.Id);
        command.Parameters.AddWithValue(row.UserId);
        command.Parameters.AddWithValue(row.UserEpoch);
        command.Parameters.AddWithValue((short)row.Kind);
        command.Parameters.AddWithValue(row.AuthTime);
        command.Parameters.AddWithValue(row.Methods);
        command.Parameters.AddWithValue((object?)row.Device ?? DBNull.Value);
        command.Parameters.AddWithValue(row.Remembered);
        command.Parameters.AddWithValue(row.ExpiresAt);
        await command.ExecuteNonQueryAsync(ct);
        return new Session(row.Id, row.UserId, row.AuthTime, row.Methods, row.UserEpoch)
        {
            Remembered = row.Remembered,
            ExpiresAt = row.ExpiresAt,
        };
    }

    /// <summary>The session, if it is live: not ended, not expired, its user enabled and not revoked since.</summary>
    public async Task<Session?> FindLiveAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            SELECT s.user_id, s.auth_time, s.methods, u.epoch, s.remembered, s.expires_at, s.last_seen_at
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2
              AND CASE WHEN s.remembered THEN s.created_at > $3 ELSE s.created_at > $4 AND s.last_seen_at > $5 END
              AND u.enabled AND u.epoch <= s.user_epoch
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - _options.RememberLifetime });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - _options.AbsoluteLifetime });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - _options.IdleLifetime });

        Session session;
        DateTimeOffset seen;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                return null;
            session = new Session(
                id, row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<string[]>(2),
                row.GetInt64(3))
            {
                Remembered = row.GetBoolean(4),
                ExpiresAt = row.GetFieldValue<DateTimeOffset>(5),
            };
            seen = row.GetFieldValue<DateTimeOffset>(6);
        }

        if (now - seen >= SeenEvery)
            await SeeAsync(id, now, ct);
        return session;
    }

    /// <summary>Ends a session on its own.</summary>
    /// <returns>False: there is none, or it had ended before.</returns>
    /// <inheritdoc cref="EndedSessions.EndAsync"/>
    public async Task<bool> EndAsync(Guid id, SessionEnd why, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var isFirst = await ended.EndAsync(connection, id, why, ct);
        await transaction.CommitAsync(ct);
        return isFirst;
    }

    // Two requests at once: one writes.
    private async Task SeeAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $3 AND ended_at IS NULL");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - SeenEvery + TimeSpan.FromMicroseconds(1));
        await command.ExecuteNonQueryAsync(ct);
    }
}
