using System.Text.Json;
using AuthServer.Core.Data;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.Core.Audit;

/// <summary>
/// Writes events in the transaction of what they tell: what was not written did not happen, and what did not happen is not
/// written.
/// </summary>
public sealed class AuditTrail(
    AuditMacs macs, ICallerAddress caller, IEnumerable<IAuditListener> listeners, TimeProvider clock)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
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
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch, happened);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// As much work, and nothing written: where the time of an answer must not tell whether there was somebody to write about.
    /// </summary>
    public async Task PretendAsync(NpgsqlConnection connection, AuditEvent happened, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { CommandOf(RowOf(happened), isMeant: false) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>In a batch with what it tells of.</summary>
    public void AddTo(NpgsqlBatch batch, AuditEvent happened)
    {
        var row = RowOf(happened);
        batch.BatchCommands.Add(CommandOf(row, isMeant: true));
        foreach (var command in listeners.SelectMany(l => l.CommandsOf(row.Id, row.At, happened)))
            batch.BatchCommands.Add(command);
    }

    private static NpgsqlBatchCommand CommandOf(AuditRow row, bool isMeant)
    {
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO audit_events (id, at, actor_kind, actor, via, action, target_kind, target, detail, person, personal, salt,
                commitment, key_id, proof)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 WHERE $16
            """);
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
        command.Parameters.AddWithValue(row.KeyId);
        command.Parameters.AddWithValue(row.Proof);
        command.Parameters.AddWithValue(isMeant);
        return command;
    }

    /// <summary>
    /// Erases what events by people and about them hold of personal data, in the transaction that is open on the connection;
    /// that there were events, and their proofs, stay.
    /// </summary>
    public static async Task EraseAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE audit_events SET personal = NULL, salt = NULL
            WHERE (person = ANY ($1) OR (actor = ANY ($2) AND actor_kind = 1)) AND personal IS NOT NULL
            """,
            connection);
        command.Parameters.AddWithValue(people.ToArray());
        command.Parameters.AddWithValue(people.Select(p => p.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    private AuditRow RowOf(AuditEvent happened)
    {
        var content = new AuditContent(
            happened.By.From ?? AddressOf(happened.By.Kind), happened.Before, happened.After, happened.Reason);
        // Where someone called from is theirs, whomever the event is about.
        var (personal, detail) = happened.Person is null
            ? (new AuditContent(content.From, null, null, null), content with { From = null })
            : (content, AuditContent.None);
        return AuditRow.Of(
            happened, personal == AuditContent.None ? null : PersonalData.Of(JsonSerializer.Serialize(personal, Json)),
            JsonSerializer.Serialize(detail, Json), Microseconds(clock.GetUtcNow()), macs);
    }

    private string? AddressOf(ActorKind kind) =>
        kind is ActorKind.Person or ActorKind.Client or ActorKind.Unknown ? caller.Present : null;

    /// <summary>What the database keeps of a time.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
