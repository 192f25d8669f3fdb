using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>
/// Addresses and numbers that wait to be confirmed. Every call is part of the transaction that is open on the connection.
/// </summary>
public sealed class PendingChanges(TimeProvider clock)
{
    private static readonly SweptTable Changes = new("pending_changes", due: "expires_at");

    /// <summary>Keeps one, in place of an older one of its kind.</summary>
    public async Task KeepAsync(
        NpgsqlConnection connection, Guid userId, ContactKind kind, string value, DateTimeOffset expiresAt, CancellationToken ct)
    {
        await using var command = Command(
            connection,
            """
            INSERT INTO pending_changes (user_id, kind, value, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, kind) DO UPDATE
            SET value = excluded.value, created_at = excluded.created_at, expires_at = excluded.expires_at
            """,
            userId, (short)kind, value, clock.GetUtcNow(), expiresAt);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What is pending; null when nothing is.</summary>
    public async Task<string?> FindAsync(NpgsqlConnection connection, Guid userId, ContactKind kind, CancellationToken ct)
    {
        await using var command = Command(
            connection, "SELECT value FROM pending_changes WHERE user_id = $1 AND kind = $2 AND expires_at > $3",
            userId, (short)kind, clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>Takes what is pending, once.</summary>
    public async Task<string?> TakeAsync(NpgsqlConnection connection, Guid userId, ContactKind kind, CancellationToken ct)
    {
        await using var command = Command(
            connection, "DELETE FROM pending_changes WHERE user_id = $1 AND kind = $2 AND expires_at > $3 RETURNING value",
            userId, (short)kind, clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>Drops one.</summary>
    public static async Task DropAsync(NpgsqlConnection connection, Guid userId, ContactKind kind, CancellationToken ct)
    {
        await using var command = Command(
            connection, "DELETE FROM pending_changes WHERE user_id = $1 AND kind = $2", userId, (short)kind);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Drops all of a person's: whoever asked for them may not have been the person.</summary>
    public static async Task DropAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = Command(connection, "DELETE FROM pending_changes WHERE user_id = $1", userId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes those that nobody confirmed in time.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(NpgsqlDataSource database, Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(database, Changes, clock.GetUtcNow(), TimeSpan.Zero, ct);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return command;
    }
}
