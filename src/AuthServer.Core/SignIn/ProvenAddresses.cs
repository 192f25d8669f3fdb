using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>What follows when the owner of an address chose a password by what was sent there.</summary>
internal static class ProvenAddresses
{
    /// <summary>
    /// The address is proved by this. If it was not before, whoever made the account may have been somebody else: the
    /// number that they proved no longer counts, and the apps that they let in and their groups are not the owner's.
    /// </summary>
    public static async Task MarkAsync(NpgsqlConnection connection, Guid userId, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH stranger AS MATERIALIZED (SELECT id FROM users WHERE id = $1 AND NOT email_verified),
                 apps AS (DELETE FROM consents WHERE user_id IN (SELECT id FROM stranger)),
                 tries AS (DELETE FROM registration_attempts WHERE user_id = $1),
                 theirs AS (DELETE FROM groups WHERE user_id IN (SELECT id FROM stranger))
            UPDATE users SET email_verified = true, phone_number_verified = phone_number_verified AND email_verified,
                updated_at = $2
            WHERE id = $1
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(now);
        await command.ExecuteNonQueryAsync(ct);
    }
}
