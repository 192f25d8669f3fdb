using AuthServer.Core.Messaging;
using Npgsql;

namespace AuthServer.Core.Otp;

/// <summary>Reads and writes states, in the transaction that is open on the connection.</summary>
internal static class CodeRows
{
    private const string Columns =
        """
        user_id, channel, target, key_id, code_hash, expires_at, link_hash, link_expires_at, counted_since, attempts,
        sends, sent_at, purpose, key
        """;

    /// <summary>Locks a row until the end of the transaction, and makes it first where there is none.</summary>
    public static async Task<CodeState> LockAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO one_time_codes AS c (purpose, key, attempts, sends, touched_at) VALUES ($1, $2, 0, 0, $3)
            ON CONFLICT (purpose, key) DO UPDATE SET attempts = c.attempts
            RETURNING {Columns}
            """,
            connection);
        AddKey(command, purpose, key);
        command.Parameters.AddWithValue(now);
        return (await ReadAsync(command, ct)).GetValueOrDefault().State ?? CodeState.Nothing;
    }

    /// <summary>Locks a row, if there is one.</summary>
    public static async Task<CodeState?> LockExistingAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {Columns} FROM one_time_codes WHERE purpose = $1 AND key = $2 FOR UPDATE", connection);
        AddKey(command, purpose, key);
        return (await ReadAsync(command, ct))?.State;
    }

    /// <summary>The row of a link.</summary>
    /// <param name="locked">Whether nobody else gets it before the end of the transaction.</param>
    public static async Task<(CodeState State, string Key)?> FindLinkAsync(
        NpgsqlConnection connection, byte[] linkHash, bool locked, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {Columns} FROM one_time_codes WHERE link_hash = $1 {(locked ? "FOR UPDATE" : "")}", connection);
        command.Parameters.AddWithValue(linkHash);
        return await ReadAsync(command, ct);
    }

    /// <summary>Writes a row that is locked.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, CodeState state, DateTimeOffset now,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE one_time_codes
            SET user_id = $3, channel = $4, target = $5, key_id = $6, code_hash = $7, expires_at = $8, link_hash = $9,
                link_expires_at = $10, counted_since = $11, attempts = $12, sends = $13, sent_at = $14, touched_at = $15
            WHERE purpose = $1 AND key = $2
            """,
            connection);
        AddKey(command, purpose, key);
        var live = state.Live;
        var values = command.Parameters;
        values.Add(new NpgsqlParameter<Guid?> { TypedValue = live?.UserId });
        values.Add(new NpgsqlParameter<short?> { TypedValue = (short?)live?.Target?.Channel });
        values.Add(new NpgsqlParameter<string?> { TypedValue = live?.Target?.To });
        values.Add(new NpgsqlParameter<long?> { TypedValue = live?.KeyId });
        values.Add(new NpgsqlParameter<byte[]?> { TypedValue = live?.CodeHash });
        values.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = live?.ExpiresAt });
        values.Add(new NpgsqlParameter<byte[]?> { TypedValue = live?.LinkHash });
        values.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = live?.LinkExpiresAt });
        values.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = state.CountedSince });
        values.AddWithValue(state.Attempts);
        values.AddWithValue(state.Sends);
        values.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = state.SentAt });
        values.AddWithValue(now);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Locks what is live of a user, in an order that is everybody's.</summary>
    public static async Task LockAllAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM one_time_codes WHERE user_id = $1 ORDER BY purpose, key FOR UPDATE", connection);
        command.Parameters.AddWithValue(userId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Kills what is live of a user; the counts stay.</summary>
    public static async Task KillAsync(
        NpgsqlConnection connection, Guid userId, CodePurpose[] purposes, CancellationToken ct)
    {
        await LockAllAsync(connection, userId, ct);
        await using var command = new NpgsqlCommand(
            """
            UPDATE one_time_codes
            SET user_id = NULL, channel = NULL, target = NULL, key_id = NULL, code_hash = NULL, expires_at = NULL,
                link_hash = NULL, link_expires_at = NULL
            WHERE user_id = $1 AND purpose = ANY ($2)
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(Array.ConvertAll(purposes, p => (short)p));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddKey(NpgsqlCommand command, CodePurpose purpose, string key)
    {
        command.Parameters.AddWithValue((short)purpose);
        command.Parameters.AddWithValue(key);
    }

    private static async Task<(CodeState State, string Key)?> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var state = new CodeState
        {
            Live = row.IsDBNull(6) ? null : ReadLive(row),
            CountedSince = Time(row, 8),
            Attempts = row.GetInt32(9),
            Sends = row.GetInt32(10),
            SentAt = Time(row, 11),
        };
        return (state, row.GetString(13));
    }

    private static LiveCode ReadLive(NpgsqlDataReader row) => new()
    {
        UserId = row.IsDBNull(0) ? null : row.GetGuid(0),
        Target = row.IsDBNull(2) ? null : new CodeTarget((MessageChannel)row.GetInt16(1), row.GetString(2)),
        KeyId = (uint)row.GetInt64(3),
        CodeHash = row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
        ExpiresAt = row.GetFieldValue<DateTimeOffset>(5),
        LinkHash = row.GetFieldValue<byte[]>(6),
        LinkExpiresAt = row.GetFieldValue<DateTimeOffset>(7),
    };

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
