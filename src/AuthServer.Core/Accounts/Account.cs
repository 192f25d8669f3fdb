using System.Text.Json;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>An account as it is being changed.</summary>
internal sealed record Account
{
    private const string Sql =
        """
        SELECT u.email, u.normalized_email, u.email_verified, u.name, u.phone_number, u.phone_number_verified, u.locale, u.profile,
               u.registration_kind, u.enabled, u.xmin::text::bigint FROM users u WHERE u.id = $1
        """;

    public required Guid Id { get; init; }

    /// <summary>As its owner writes it.</summary>
    public required string Email { get; init; }

    /// <summary><see cref="EmailAddress.Key"/>.</summary>
    public required string Key { get; init; }

    public required bool EmailVerified { get; init; }

    public required string? Name { get; init; }

    public required string? PhoneNumber { get; init; }

    public required bool PhoneNumberVerified { get; init; }

    public required string? Locale { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Profile { get; init; }

    /// <summary>As what they registered; null: somebody else made the account.</summary>
    public required string? Kind { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Another one with each change to the row.</summary>
    public required long Version { get; init; }

    /// <summary>In order.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public bool IsAdministrators => AdministratorRoles.RightsOf(Roles) != AdminRights.None;

    public bool IsVerified => EmailVerified || PhoneNumberVerified;

    public override string ToString() => $"account {Id}";

    /// <summary>Reads one; null: there is none.</summary>
    public static async Task<Account?> FindAsync(NpgsqlConnection connection, Guid id, AccountHold hold, CancellationToken ct)
    {
        var locking = hold.HasFlag(AccountHold.Whole) ? " FOR UPDATE" : hold.HasFlag(AccountHold.Nothing) ? "" : " FOR NO KEY UPDATE";
#pragma warning disable CA2100 // of constants
        await using var command = new NpgsqlCommand(Sql + locking, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(id);
        Account account;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                return null;
            account = Read(id, row);
        }

        // After the row is held: whoever gives or takes a role holds it, too.
        return account with { Roles = await RolesAsync(connection, id, ct) };
    }

    private static async Task<IReadOnlyList<string>> RolesAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(array_agg(r.name ORDER BY r.name COLLATE "C"), '{}')
            FROM user_roles m JOIN roles r ON r.id = m.role_id WHERE m.user_id = $1
            """,
            connection);
        command.Parameters.AddWithValue(id);
        return (string[])(await command.ExecuteScalarAsync(ct))!; // an array, also of none
    }

    private static Account Read(Guid id, NpgsqlDataReader row) => new()
    {
        Id = id,
        Email = row.GetString(0),
        Key = row.GetString(1),
        EmailVerified = row.GetBoolean(2),
        Name = row.IsDBNull(3) ? null : row.GetString(3),
        PhoneNumber = row.IsDBNull(4) ? null : row.GetString(4),
        PhoneNumberVerified = row.GetBoolean(5),
        Locale = row.IsDBNull(6) ? null : row.GetString(6),
        Profile = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.GetString(7)) ?? [],
        Kind = row.IsDBNull(8) ? null : row.GetString(8),
        Enabled = row.GetBoolean(9),
        Version = row.GetInt64(10),
    };
}

/// <summary>What a change keeps others from until it is done. Rows are taken in this order, by everybody.</summary>
[Flags]
internal enum AccountHold
{
    /// <summary>The account's row.</summary>
    Row = 0,

    /// <summary>That an administrator is left: <see cref="LastAdministrator"/>.</summary>
    Administrators = 1,

    /// <summary>Their one-time codes, which are dead then.</summary>
    Codes = 2,

    /// <summary>The row wholly: what would refer to it waits, and then finds nobody.</summary>
    Whole = 4,

    /// <summary>Not even the row.</summary>
    Nothing = 8,
}
