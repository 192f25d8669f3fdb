using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>Reads and writes buckets, one at a time under its row's lock.</summary>
internal sealed class GuardBucketStore(NpgsqlDataSource database, AuditTrail audit)
{
    private static readonly SweptTable Buckets = new("sign_in_guard", due: "touched_at", heldUntil: "locked_until");

    /// <summary>Changes a bucket: nobody else sees it between what it was and what it becomes.</summary>
    /// <param name="change">Null: it stays as it is.</param>
    /// <param name="onLock">What is told if the bucket is locked by it; null: nothing.</param>
    public async Task ChangeAsync(
        GuardKey key, DateTimeOffset now, Func<GuardBucket, GuardBucket?> change, AuditEvent? onLock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var bucket = await LockAsync(connection, key, now, ct);
        if (change(bucket) is not { } changed)
            return;

        await using var command = changed.IsEmpty ? Delete(key) : Update(key, changed, now);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(ct);
        if (onLock is not null && changed.LockedUntil > now && bucket.LockedUntil != changed.LockedUntil)
            await TellAsync(connection, onLock with { After = new { Until = changed.LockedUntil } }, ct);
        await transaction.CommitAsync(ct);
    }

    // Of addresses that nobody has there are any number: their locks take as long, and are not told.
    private Task TellAsync(NpgsqlConnection connection, AuditEvent locked, CancellationToken ct) => locked.Person is null
        ? audit.PretendAsync(connection, locked, ct)
        : audit.AddAsync(connection, locked, ct);

    /// <summary>
    /// Begins a bucket with one ticket where there is none: nearly always there is none, and then one statement does what
    /// <see cref="ChangeAsync"/> takes a transaction for. On the same way to the database it reads what is stored.
    /// </summary>
    /// <remarks>
    /// Nobody waits for the disk: what a crash of the database forgets is that a password is being checked, and whoever
    /// finds it wrong writes that down anyway, and waits.
    /// </remarks>
    /// <returns>Not begun: there is one; nothing changed.</returns>
    public async Task<(bool Begun, StoredPassword? Stored)> TryBeginAsync(
        GuardKey key, string addressKey, Guid ticket, DateTimeOffset now, CancellationToken ct)
    {
        var begin = new NpgsqlBatchCommand(
            $"""
            INSERT INTO sign_in_guard (address, device, failures, streak, pending, touched_at)
            SELECT $1, $2, 0, 0, $3, $4 FROM {Durability.NotAwaited}
            ON CONFLICT (address, device) DO NOTHING
            """);
        AddKey(begin.Parameters, key);
        begin.Parameters.AddWithValue(new[] { ticket });
        begin.Parameters.AddWithValue(now);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(begin);
        batch.BatchCommands.Add(StoredPassword.Find(addressKey));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var stored = await StoredPassword.ReadAsync(rows, ct);
        return (begin.RecordsAffected == 1, stored);
    }

    /// <summary>After the right password nothing is left of a bucket, but for other tickets that are pending.</summary>
    public static NpgsqlBatchCommand Succeeded(GuardKey key, Guid ticket)
    {
        var command = new NpgsqlBatchCommand(
            """
            WITH gone AS (
                DELETE FROM sign_in_guard WHERE address = $1 AND device = $2 AND pending = ARRAY[$3] RETURNING address)
            UPDATE sign_in_guard
            SET failures = 0, streak = 0, pending = array_remove(pending, $3), locked_until = NULL, failed_at = NULL
            WHERE address = $1 AND device = $2 AND NOT EXISTS (SELECT FROM gone)
            """);
        AddKey(command.Parameters, key);
        command.Parameters.AddWithValue(ticket);
        return command;
    }

    /// <inheritdoc cref="Succeeded"/>
    public async Task SucceededAsync(GuardKey key, Guid ticket, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Succeeded(key, ticket));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes an address's buckets, in the transaction open there.</summary>
    public static async Task DeleteAsync(NpgsqlConnection connection, string address, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM sign_in_guard WHERE address = $1", connection);
        command.Parameters.AddWithValue(address);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Until when a key is locked; null: it is not.</summary>
    public static async Task<DateTimeOffset?> LockedUntilAsync(
        NpgsqlConnection connection, GuardKey key, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT locked_until FROM sign_in_guard WHERE address = $1 AND device = $2 AND locked_until > $3", connection);
        AddKey(command.Parameters, key);
        command.Parameters.AddWithValue(now);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? row.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <summary>Deletes some that nothing has happened to for so long.</summary>
    /// <returns>How many.</returns>
    public Task<int> SweepAsync(Sweep sweep, TimeSpan kept, DateTimeOffset now, CancellationToken ct) =>
        sweep.DeleteAsync(database, Buckets, now, kept, ct);

    // Inserts where there is none, because what is not there cannot be locked.
    private static async Task<GuardBucket> LockAsync(
        NpgsqlConnection connection, GuardKey key, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO sign_in_guard AS b (address, device, failures, streak, pending, touched_at)
            VALUES ($1, $2, 0, 0, '{}', $3)
            ON CONFLICT (address, device) DO UPDATE SET streak = b.streak
            RETURNING b.failures, b.streak, b.pending, b.locked_until, b.failed_at
            """,
            connection);
        AddKey(command.Parameters, key);
        command.Parameters.AddWithValue(now);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new GuardBucket
        {
            Failures = row.GetInt32(0),
            Streak = row.GetInt32(1),
            Pending = row.GetFieldValue<Guid[]>(2),
            LockedUntil = row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            FailedAt = row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
        };
    }

    private static NpgsqlCommand Update(GuardKey key, GuardBucket bucket, DateTimeOffset now)
    {
        var command = new NpgsqlCommand(
            """
            UPDATE sign_in_guard
            SET failures = $3, streak = $4, pending = $5, locked_until = $6, failed_at = $7, touched_at = $8
            WHERE address = $1 AND device = $2
            """);
        AddKey(command.Parameters, key);
        command.Parameters.AddWithValue(bucket.Failures);
        command.Parameters.AddWithValue(bucket.Streak);
        command.Parameters.AddWithValue(bucket.Pending.ToArray());
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = bucket.LockedUntil });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = bucket.FailedAt });
        command.Parameters.AddWithValue(now);
        return command;
    }

    private static NpgsqlCommand Delete(GuardKey key)
    {
        var command = new NpgsqlCommand("DELETE FROM sign_in_guard WHERE address = $1 AND device = $2");
        AddKey(command.Parameters, key);
        return command;
    }

    private static void AddKey(NpgsqlParameterCollection parameters, GuardKey key)
    {
        parameters.AddWithValue(key.Address);
        parameters.AddWithValue(key.Device);
    }
}
