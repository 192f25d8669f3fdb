using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Where the chain stands in the tables.</summary>
internal static class AuditChain
{
    /// <summary>Whether an event waits for its number, or one waits for a checkpoint since the last one was made.</summary>
    /// <param name="since">When that must have been, at the latest.</param>
    public static async Task<bool> IsAnythingDueAsync(NpgsqlDataSource database, DateTimeOffset since, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM audit_unsealed)
                OR coalesce((SELECT at <= $1 FROM audit_checkpoints ORDER BY number DESC LIMIT 1), true)
                    AND EXISTS (SELECT FROM audit_seals WHERE number >
                        coalesce((SELECT number FROM audit_checkpoints ORDER BY number DESC LIMIT 1), 0))
            """);
        command.Parameters.AddWithValue(since);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Where the last sealed event stands; where the log begins, if there is none.</summary>
    public static async Task<AuditPlace> FindEndAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            (SELECT number, seal FROM audit_seals ORDER BY number DESC LIMIT 1)
            UNION ALL
            (SELECT number, seal FROM audit_checkpoints WHERE is_horizon ORDER BY number DESC LIMIT 1)
            ORDER BY number DESC LIMIT 1
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new AuditPlace(row.GetInt64(0), row.GetFieldValue<byte[]>(1))
            : AuditPlace.Beginning;
    }

    /// <summary>Committed events that wait for their seal, by id.</summary>
    /// <remarks>With those that have one already: whoever brings back a table brings back what its events waited for.</remarks>
    public static Task<List<(Guid Id, byte[] Proof, bool IsSealed)>> FindUnsealedAsync(
        NpgsqlConnection connection, int limit, CancellationToken ct) =>
        GetAsync(
            connection,
            """
            SELECT u.id, e.proof, EXISTS (SELECT FROM audit_seals WHERE event = u.id) FROM audit_unsealed u
            CROSS JOIN LATERAL (SELECT proof FROM audit_events WHERE id = u.id OFFSET 0) e -- each by its id, whatever the planner thinks
            ORDER BY u.id LIMIT $1
            """,
            row => (row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetBoolean(2)), [limit], ct);

    /// <summary>The last checkpoint.</summary>
    public static Task<CheckpointRow?> FindLastCheckpointAsync(NpgsqlConnection connection, CancellationToken ct) =>
        FindLastCheckpointAsync(connection, DateTimeOffset.MaxValue, ct);

    /// <summary>The last checkpoint before a time.</summary>
    public static async Task<CheckpointRow?> FindLastCheckpointAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {CheckpointRow.Columns} FROM audit_checkpoints WHERE at < $1 ORDER BY number DESC LIMIT 1", connection);
        command.Parameters.AddWithValue(before);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? CheckpointRow.Read(row) : null;
    }

    /// <summary>All checkpoints, by number.</summary>
    public static Task<List<CheckpointRow>> GetCheckpointsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        GetAsync(connection, $"SELECT {CheckpointRow.Columns} FROM audit_checkpoints ORDER BY number", CheckpointRow.Read, [], ct);

    /// <summary>A page of seals by number, each with its event; null: that is not there.</summary>
    public static Task<List<(SealRow Seal, AuditRow? Event)>> GetSealedAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken ct) =>
        GetAsync(
            connection,
            $"SELECT {AuditRow.Columns} FROM audit_seals LEFT JOIN audit_events ON id = event WHERE number > $1 ORDER BY number LIMIT $2",
            row => (AuditRow.SealOf(row)!, row.IsDBNull(0) ? null : AuditRow.Read(row)), [after, limit], ct);

    /// <summary>A page of events without a seal by id, each with whether it waits for one.</summary>
    public static Task<List<(AuditRow Event, bool IsWaiting)>> GetUnsealedAsync(
        NpgsqlConnection connection, Guid after, int limit, CancellationToken ct) =>
        GetAsync(
            connection,
            $"""
            SELECT {AuditRow.Columns}, EXISTS (SELECT FROM audit_unsealed u WHERE u.id = audit_events.id)
            FROM {AuditRow.Tables} WHERE number IS NULL AND id > $1 ORDER BY id LIMIT $2
            """,
            row => (AuditRow.Read(row), row.GetBoolean(row.FieldCount - 1)), [after, limit], ct);

    /// <summary>Events that wait for their seal and are not there, at most so many.</summary>
    public static Task<List<Guid>> GetMissingAsync(NpgsqlConnection connection, int limit, CancellationToken ct) =>
        GetAsync(
            connection,
            "SELECT id FROM audit_unsealed u WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.id = u.id) ORDER BY id LIMIT $1",
            row => row.GetGuid(0), [limit], ct);

    private static async Task<List<T>> GetAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await using var row = await command.ExecuteReaderAsync(ct);
        var page = new List<T>();
        while (await row.ReadAsync(ct))
            page.Add(read(row));
        return page;
    }
}
