using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>
/// Somebody in the role <c>admin</c> who may sign in is always left. Whoever may take one away holds the role's row first, so
/// of two who do it at once the second sees what the first has done.
/// </summary>
internal static class LastAdministrator
{
    /// <summary>
    /// Lets nobody else take an administrator away before the end of the transaction. Before any other row; who gives roles
    /// does not wait.
    /// </summary>
    public static async Task HoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM roles WHERE normalized_name = $1 FOR NO KEY UPDATE", connection);
        command.Parameters.AddWithValue(StandardScopes.Admin);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whether this person is the only one left; under <see cref="HoldAsync"/>.</summary>
    public static async Task<bool> IsAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(bool_or(u.id = $1) AND count(*) = 1, false)
            FROM roles r JOIN user_roles m ON m.role_id = r.id JOIN users u ON u.id = m.user_id
            WHERE r.normalized_name = $2 AND u.enabled
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(StandardScopes.Admin);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
