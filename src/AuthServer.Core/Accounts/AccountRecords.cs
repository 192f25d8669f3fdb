using System.Text.Json;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>Reads accounts for administrators.</summary>
public sealed class AccountRecords(NpgsqlDataSource database, PendingChanges pending, OwnSessions sessions, TimeProvider clock)
{
    private const string Sql =
        """
        SELECT u.xmin::text::bigint, u.normalized_email, u.email, u.email_verified, u.name, u.phone_number, u.phone_number_verified,
               u.locale, u.profile, u.registration_kind, u.disabled_at, u.created_at, u.updated_at,
               u.password_hash IS NOT NULL, u.two_factor_enabled,
               (SELECT count(*) FROM user_passkeys k WHERE k.user_id = u.id),
               ARRAY(SELECT DISTINCT l.login_provider FROM user_logins l WHERE l.user_id = u.id ORDER BY 1),
               (SELECT count(*) FROM authorizations a WHERE a.user_id = u.id AND a.ended_at IS NULL AND a.refresh_expires_at > $2
                  AND a.user_epoch >= u.epoch),
               ARRAY(SELECT r.name FROM user_roles m JOIN roles r ON r.id = m.role_id
                     WHERE m.user_id = u.id ORDER BY r.name COLLATE "C")
        FROM users u WHERE u.id = $1
        """;

    /// <summary>One, with its version; null: there is none.</summary>
    public async Task<(AccountRecord Account, long Version)?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await ReadAsync(connection, id, ct) is not var (account, version, key))
            return null;
        account = account with
        {
            LockedOutUntil = await SignInGuard.LockedUntilAsync(connection, key, clock.GetUtcNow(), ct),
            PendingEmail = await pending.FindAsync(connection, id, ContactKind.Email, ct),
            PendingPhoneNumber = await pending.FindAsync(connection, id, ContactKind.Phone, ct),
            Sessions = (await sessions.ListAsync(id, ct)).Count,
        };
        return (account, version);
    }

    private async Task<(AccountRecord Account, long Version, string Key)?> ReadAsync(
        NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (Read(id, row), row.GetInt64(0), row.GetString(1)) : null;
    }

    private static AccountRecord Read(Guid id, NpgsqlDataReader row) => new()
    {
        Id = id,
        Email = row.GetString(2),
        EmailVerified = row.GetBoolean(3),
        FullName = TextOrNull(row, 4),
        PhoneNumber = TextOrNull(row, 5),
        PhoneNumberVerified = row.GetBoolean(6),
        Locale = TextOrNull(row, 7),
        Profile = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.GetString(8)) ?? [],
        RegistrationKind = TextOrNull(row, 9),
        Enabled = row.IsDBNull(10),
        LockedAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(11),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(12),
        SignIn = new SignInMethods(row.GetBoolean(13), row.GetBoolean(14), row.GetInt64(15), row.GetFieldValue<string[]>(16)),
        Sessions = 0,
        Authorizations = row.GetInt64(17),
        Roles = row.GetFieldValue<string[]>(18),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
