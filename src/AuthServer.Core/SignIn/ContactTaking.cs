using AuthServer.Core.Audit;
using AuthServer.Core.Messaging;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Gives an account an address or number that was shown to be its owner's, and tells whoever had it so far.</summary>
public sealed class ContactTaking(Outbox outbox, AuditTrail audit, TimeProvider clock)
{
    private const string Savepoint = "before_taking";

    // The messages go to the address as it was.
    private const string EmailSql =
        """
        UPDATE users u SET email = $2, user_name = $2, normalized_email = $3, normalized_user_name = $3, email_verified = true,
            updated_at = $4
        FROM (SELECT id, email, name, locale FROM users WHERE id = $1 FOR UPDATE) old
        WHERE u.id = old.id RETURNING old.email, old.name, old.locale, old.email
        """;

    private const string PhoneSql =
        """
        UPDATE users u SET phone_number = $2, phone_number_verified = true, updated_at = $4
        FROM (SELECT id, email, name, locale, phone_number FROM users WHERE id = $1 FOR UPDATE) old
        WHERE u.id = old.id AND $3 <> '' RETURNING old.email, old.name, old.locale, coalesce(old.phone_number, '')
        """;

    /// <summary>Takes it, in the transaction.</summary>
    /// <param name="value">As the person wrote the address; E.164.</param>
    /// <returns>False: another account has the address; nothing changed.</returns>
    public async Task<bool> TakeAsync(
        NpgsqlTransaction transaction, Guid userId, ContactKind kind, string value, string? locale, CancellationToken ct)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("the transaction is over");
        var key = value;
        if (kind is ContactKind.Email)
        {
            key = EmailAddress.TryParse(value)?.Key ?? throw new InvalidOperationException("what was kept was an address");
            await RemoveUnprovedAsync(connection, userId, key, ct);
        }

        await transaction.SaveAsync(Savepoint, ct);
        try
        {
            await ChangeAsync(connection, userId, kind, (value, key), locale, ct);
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync(Savepoint, ct);
            return false;
        }
    }

    /// <summary>After the commit.</summary>
    public void Announce() => outbox.Nudge();

    /// <summary>Who only registered an address has proved nothing, and does not keep its owner from it.</summary>
    internal static async Task RemoveUnprovedAsync(NpgsqlConnection connection, Guid userId, string key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            DELETE FROM users WHERE normalized_email = $1 AND id <> $2 AND registration_kind IS NOT NULL
              AND NOT email_verified AND NOT phone_number_verified
            RETURNING id
            """,
            connection);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(userId);
        if (await command.ExecuteScalarAsync(ct) is Guid gone)
            await AuditTrail.EraseAsync(connection, [gone], ct);
    }

    private async Task ChangeAsync(
        NpgsqlConnection connection, Guid userId, ContactKind kind, (string Value, string Key) wanted, string? locale,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(kind is ContactKind.Email ? EmailSql : PhoneSql, connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(wanted.Value);
        command.Parameters.AddWithValue(wanted.Key);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        NewMessage told;
        string before;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                throw new InvalidOperationException("there is no such user");
            var what = kind is ContactKind.Email ? MessageKind.EmailChanged : MessageKind.PhoneChanged;
            told = new NewMessage(what, MessageChannel.Email, row.GetString(0))
            {
                UserId = userId,
                Name = row.IsDBNull(1) ? null : row.GetString(1),
                Locale = row.IsDBNull(2) ? locale : row.GetString(2),
            };
            before = row.GetString(3);
        }

        var action = kind is ContactKind.Email ? AuditActions.EmailChanged : AuditActions.PhoneChanged;
        await audit.AddAsync(
            connection, AuditEvent.OfSelf(userId, action) with { Before = new { Value = before }, After = new { wanted.Value } }, ct);
        if (EmailAddress.TryParse(before)?.Key != wanted.Key) // who only verifies the address they have reads nothing of a new one
            await outbox.AddAsync(connection, told, ct);
    }
}
