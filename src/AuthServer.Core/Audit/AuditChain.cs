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
            SELECT EXISTS (SELECT FROM audit_events WHERE number IS NULL)
                OR coalesce((SELECT at <= $1 FROM audit_checkpoints ORDER BY number DESC LIMIT 1), true)
                    AND EXISTS (SELECT FROM audit_events WHERE number >
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
            (SELECT number, seal FROM audit_events WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1)
            UNION ALL
            (SELECT number, seal FROM audit_checkpoints WHERE is_horizon ORDER BY number DESC LIMIT 1)
            ORDER BY number DESC LIMIT 1
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new AuditPlace(row.GetInt64(0), row.Find<byte[]>(1) ?? AuditMacs.Beginning)
            : AuditPlace.Beginning;
    }

    /// <summary>Committed events that have no number yet.</summary>
    public static async Task<List<(Guid Id, byte[] Proof)>> FindUnsealedAsync(
        NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, proof FROM audit_events WHERE number IS NULL ORDER BY id LIMIT $1", connection);
        command.Parameters.AddWithValue(limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<(Guid, byte[])>();
        while (await row.ReadAsync(ct))
            found.Add((row.GetGuid(0), row.GetFieldValue<byte[]>(1)));
        return found;
    }

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
    public static async Task<List<CheckpointRow>> GetCheckpointsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {CheckpointRow.Columns} FROM audit_checkpoints ORDER BY number", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var all = new List<CheckpointRow>();
        while (await row.ReadAsync(ct))
            all.Add(CheckpointRow.Read(row));
        return all;
    }

    /// <summary>A page of sealed events by number.</summary>
    public static Task<List<AuditRow>> GetSealedAsync(NpgsqlConnection connection, long after, int limit, CancellationToken ct) =>
        GetAsync(connection, "number > $1 ORDER BY number LIMIT $2", [after, limit], ct);

    /// <summary>A page of events without a number, by id.</summary>
    public static Task<List<AuditRow>> GetUnsealedAsync(NpgsqlConnection connection, Guid after, int limit, CancellationToken ct) =>
        GetAsync(connection, "number IS NULL AND id > $1 ORDER BY id LIMIT $2", [after, limit], ct);

    private static async Task<List<AuditRow>> GetAsync(NpgsqlConnection connection, string which, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {AuditRow.Columns} FROM audit_events WHERE {which}", connection);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await using var row = await command.ExecuteReaderAsync(ct);
        var page = new List<AuditRow>();
        while (await row.ReadAsync(ct))
            page.Add(AuditRow.Read(row));
        return page;
    }
}
