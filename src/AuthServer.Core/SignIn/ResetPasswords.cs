using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Writes a password that the owner of the address chose.</summary>
internal static class ResetPasswords
{
    /// <summary>
    /// Writes it. The address is proved by this. If it was not before, whoever made the account may have been somebody
    /// else: the number that they proved no longer counts.
    /// </summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, Guid userId, string hash, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE users SET password_hash = $2, security_stamp = $3, concurrency_stamp = $3, updated_at = $4,
                email_verified = true, phone_number_verified = phone_number_verified AND email_verified
            WHERE id = $1
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(hash);
        command.Parameters.AddWithValue(Guid.CreateVersion7(now).ToString("N"));
        command.Parameters.AddWithValue(now);
        await command.ExecuteNonQueryAsync(ct);
    }
}
