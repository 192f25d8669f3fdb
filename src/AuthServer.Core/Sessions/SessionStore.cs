using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Begins and ends sessions; <see cref="LiveSessions"/> finds them.</summary>
public sealed class SessionStore(
    NpgsqlDataSource database, EndedSessions ended, FeedReader feed, AuditTrail audit, IOptions<SessionOptions> options,
    TimeProvider clock)
{
    private readonly SessionOptions _options = options.Value;

    /// <summary>Begins a session. Its id is new: none that existed before a sign-in is ever signed in.</summary>
    /// <param name="batch">Carried out by the caller.</param>
    public Session AddTo(NpgsqlBatch batch, NewSession wanted)
    {
        var now = clock.GetUtcNow();
        TimeSpan lifetime = wanted.Remembered ? _options.RememberLifetime : _options.AbsoluteLifetime;
        var row = new SessionRow(wanted, now, now + lifetime);
        var command = new NpgsqlBatchCommand(
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
        batch.BatchCommands.Add(command);
        audit.AddTo(batch, Told(row));
        return new Session(row.Id, row.UserId, row.AuthTime, row.Methods, row.UserEpoch)
        {
            Remembered = row.Remembered,
            ExpiresAt = row.ExpiresAt,
        };
    }

    private static AuditEvent Told(SessionRow row) =>
        new(Actor.Person(row.UserId), AuditActions.SignedIn, AuditTargets.Session, row.Id.ToString())
        {
            Person = row.UserId,
            After = new { row.Methods, row.Device, row.Remembered },
        };

    /// <summary>Ends a session on its own.</summary>
    /// <returns>False: there is none, or it had ended before.</returns>
    /// <inheritdoc cref="EndedSessions.EndAsync"/>
    public async Task<bool> EndAsync(Guid id, SessionEnd why, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await ended.EndAsync(connection, id, why, ct) is not { } entry)
            return false;
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        return true;
    }
}
