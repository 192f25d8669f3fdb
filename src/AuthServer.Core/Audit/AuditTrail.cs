using System.Text.Json;
using AuthServer.Core.Data;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.Core.Audit;

/// <summary>
/// Writes events in the transaction of what they tell: what was not written did not happen, and what did not happen is not
/// written.
/// </summary>
public sealed class AuditTrail(TimeProvider clock, IEnumerable<IAuditListener> listeners)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Saved with the caller's other changes.</summary>
    public void Add(AuthDbContext db, AuditEvent happened)
    {
        var row = RowOf(happened);
        db.Add(row);
        foreach (var listener in listeners)
            listener.Happened(db, row.Id, row.At, happened);
    }

    /// <summary>In the transaction that is open on the connection.</summary>
    public async Task AddAsync(NpgsqlConnection connection, AuditEvent happened, CancellationToken ct)
    {
        var row = RowOf(happened);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO audit_events (id, at, actor_kind, actor, via, action, target_kind, target, detail, person, personal, salt, commitment)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            connection);
        command.Parameters.AddWithValue(row.Id);
        command.Parameters.AddWithValue(row.At);
        command.Parameters.AddWithValue((short)row.ActorKind);
        command.Parameters.AddWithValue(row.Actor);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = row.Via });
        command.Parameters.AddWithValue(row.Action);
        command.Parameters.AddWithValue(row.TargetKind);
        command.Parameters.AddWithValue(row.Target);
        command.Parameters.AddWithValue(row.Detail);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)row.Person ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = row.Personal });
        command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = row.Salt });
        command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = row.Commitment });
        await command.ExecuteNonQueryAsync(ct);
        foreach (var listener in listeners)
            await listener.HappenedAsync(connection, row.Id, row.At, happened, ct);
    }

    private AuditRow RowOf(AuditEvent happened)
    {
        var isPersonal = happened.Person is not null;
        var (before, after) = (happened.Before, happened.After);
        var detail = new Content(null, isPersonal ? null : before, isPersonal ? null : after, happened.Reason);
        var personal = new Content(happened.By.From, isPersonal ? before : null, isPersonal ? after : null, null);
        return AuditRow.Of(
            happened, personal.IsEmpty ? null : PersonalData.Of(JsonSerializer.Serialize(personal, Json)),
            JsonSerializer.Serialize(detail, Json), clock.GetUtcNow());
    }

    /// <summary>What an event says beside who, what and whom.</summary>
    private sealed record Content(string? From, object? Before, object? After, string? Reason)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsEmpty => this is { From: null, Before: null, After: null, Reason: null };
    }
}
