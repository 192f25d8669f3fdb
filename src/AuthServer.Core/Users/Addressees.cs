using AuthServer.Core.Messaging;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>Finds who has an address.</summary>
public static class Addressees
{
    private const string Sql =
        """
        SELECT id, email, email_verified, phone_number, phone_number_verified, name, locale, enabled, registration_kind,
               verifies_by, epoch
        FROM users WHERE normalized_email = $1
        """;

    /// <summary>Finds; null: nobody has it.</summary>
    /// <param name="key"><see cref="EmailAddress.Key"/>.</param>
    public static Task<Addressee?> FindAsync(NpgsqlConnection connection, string key, CancellationToken ct) =>
        FindAsync(connection, Sql, key, ct);

    /// <summary>Finds, and lets nobody change it before the end of the transaction.</summary>
    /// <inheritdoc cref="FindAsync(NpgsqlConnection, string, CancellationToken)"/>
    public static Task<Addressee?> LockAsync(NpgsqlConnection connection, string key, CancellationToken ct) =>
        FindAsync(connection, Sql + " FOR NO KEY UPDATE", key, ct);

    private static async Task<Addressee?> FindAsync(
        NpgsqlConnection connection, string sql, string key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(key);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    private static Addressee Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Email = row.GetString(1),
        EmailVerified = row.GetBoolean(2),
        PhoneNumber = TextOrNull(row, 3),
        PhoneNumberVerified = row.GetBoolean(4),
        Name = TextOrNull(row, 5),
        Locale = TextOrNull(row, 6),
        Enabled = row.GetBoolean(7),
        RegistrationKind = TextOrNull(row, 8),
        VerifiesBy = (MessageChannel)row.GetInt16(9),
        Epoch = row.GetInt64(10),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
