using AuthServer.Core.Deliveries;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Which clients were told that a session ended, and which took note; kept for 30 days.</summary>
public sealed class SessionNotices(NpgsqlDataSource database)
{
    /// <summary>Those of a session, by client; none: it has not ended, or nobody wanted to be told.</summary>
    public async Task<IReadOnlyList<SessionNotice>> ListAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id, client_id, state, created_at, attempts, delivered_at, status, last_error, next_attempt_at
            FROM logout_notices WHERE session_id = $1 ORDER BY client_id
            """);
        command.Parameters.AddWithValue(sessionId);
        await using var row = await command.ExecuteReaderAsync(ct);
        var notices = new List<SessionNotice>();
        while (await row.ReadAsync(ct))
        {
            var state = (DeliveryState)row.GetInt16(2);
            notices.Add(new SessionNotice
            {
                Id = row.GetGuid(0),
                ClientId = row.GetString(1),
                State = state,
                OwedSince = row.GetFieldValue<DateTimeOffset>(3),
                Attempts = row.GetInt32(4),
                AcknowledgedAt = row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
                Status = row.IsDBNull(6) ? null : row.GetInt16(6),
                LastError = row.IsDBNull(7) ? null : row.GetString(7),
                NextAttemptAt = state == DeliveryState.Owed ? row.GetFieldValue<DateTimeOffset>(8) : null,
            });
        }

        return notices;
    }
}
