using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.Core.Users;

/// <summary>Users who registered: made, replaced while nobody has verified them, verified, and swept away.</summary>
public sealed class PendingUsers(RegistrationAttempts attempts, FeedReader feed, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Who wanted to be this user.</summary>
    public RegistrationAttempts Attempts => attempts;

    /// <summary>How long a registration waits to be verified.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>Makes one.</summary>
    /// <returns>Its id; null: somebody has the address; the unique index decides between those who ask at once.</returns>
    public async Task<Guid?> InsertAsync(NpgsqlConnection connection, Applicant applicant, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, password_hash, name,
                phone_number, verifies_by, registration_kind, profile, locale, security_stamp, concurrency_stamp,
                created_at, updated_at, email_verified, phone_number_verified, two_factor_enabled, lockout_enabled,
                access_failed_count)
            VALUES ($1, $2, $3, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $12, false, false, false, true, 0)
            ON CONFLICT DO NOTHING
            """,
            connection);
        Add(command, id, applicant, now);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return null;
        await GiveRoleAsync(connection, id, applicant.Kind.Role, ct);
        var told = AuditEvent.OfSelf(id, AuditActions.UserRegistered) with { After = new { applicant.Kind.Kind, applicant.Kind.Role } };
        await audit.AddAsync(connection, told, ct);
        return id;
    }

    /// <summary>Replaces everything that an earlier registration said, the password first.</summary>
    public async Task ReplaceAsync(NpgsqlConnection connection, Guid id, Applicant applicant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE users SET user_name = $2, normalized_user_name = $3, email = $2, normalized_email = $3,
                password_hash = $4, name = $5, phone_number = $6, verifies_by = $7, registration_kind = $8, profile = $9,
                locale = $10, security_stamp = $11, concurrency_stamp = $11, updated_at = $12
            WHERE id = $1
            """,
            connection);
        Add(command, id, applicant, clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
        await using var without = new NpgsqlCommand("DELETE FROM user_roles WHERE user_id = $1", connection);
        without.Parameters.AddWithValue(id);
        await without.ExecuteNonQueryAsync(ct);
        await GiveRoleAsync(connection, id, applicant.Kind.Role, ct);
    }

    /// <summary>Marks what a code has proved: the address, or the number that it was texted to.</summary>
    /// <returns>The user's epoch, and what <see cref="Announce"/> is told after the commit; null: nobody was verified.</returns>
    public async Task<(long Epoch, FeedEntry Entry)?> VerifyAsync(
        NpgsqlConnection connection, Guid id, Proof proof, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await SettleAsync(connection, id, proof, ct);
        await using var command = new NpgsqlCommand(
            """
            UPDATE users SET updated_at = $4, email_verified = email_verified OR $3 IS NULL,
                phone_number_verified = phone_number_verified OR $3 IS NOT NULL
            WHERE id = $1 AND normalized_email = $2 AND enabled AND ($3 IS NULL OR phone_number = $3)
            RETURNING epoch
            """,
            connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(proof.Key);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = proof.TextedTo, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(now);
        if (await command.ExecuteScalarAsync(ct) is not long epoch)
            return null;
        await audit.AddAsync(
            connection, AuditEvent.OfSelf(id, AuditActions.UserVerified) with { After = new { By = proof.TextedTo is null ? "email" : "sms" } }, ct);
        return (epoch, await FeedLines.AddChangedAsync(connection, FeedKind.UserChanged, id.ToString(), now, ct));
    }

    /// <summary>After the commit: this node's memory at once.</summary>
    public void Announce(FeedEntry entry) => feed.Apply(entry);

    /// <summary>Deletes registrations that nobody has verified for <see cref="Patience"/>.</summary>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(NpgsqlDataSource database, Sweep sweep, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            DELETE FROM users WHERE id IN (
                SELECT id FROM users
                WHERE NOT email_verified AND NOT phone_number_verified AND registration_kind IS NOT NULL
                  AND updated_at >= $3 AND updated_at < $1
                ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id, updated_at
            """,
            connection);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Patience);
        command.Parameters.AddWithValue(sweep.Batch);
        command.Parameters.AddWithValue(sweep.From);
        var gone = new List<Guid>();
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                gone.Add(row.GetGuid(0));
                sweep.Reach(row.GetFieldValue<DateTimeOffset>(1));
            }
        }

        await AuditTrail.EraseAsync(connection, gone, ct);
        await transaction.CommitAsync(ct);
        return gone.Count;
    }

    // A number that was texted to is proved for the attempt that named it, and for no other.
    private async Task SettleAsync(NpgsqlConnection connection, Guid id, Proof proof, CancellationToken ct)
    {
        var own = proof.Attempt is { } attempt ? await RegistrationAttempts.FindAsync(connection, id, attempt, ct) : null;
        if (own is not null && (proof.TextedTo is null || proof.TextedTo == own.PhoneNumber))
            await ReplaceAsync(connection, id, own, ct);
        else
            await RegistrationAttempts.DropContestedPasswordAsync(connection, id, ct);
        await RegistrationAttempts.ForgetAsync(connection, id, ct);
    }

    private static void Add(NpgsqlCommand command, Guid id, Applicant applicant, DateTimeOffset now)
    {
        var values = command.Parameters;
        values.AddWithValue(id);
        values.AddWithValue(applicant.Email.Display);
        values.AddWithValue(applicant.Email.Key);
        values.AddWithValue(applicant.PasswordHash);
        values.AddWithValue(applicant.Name);
        values.AddWithValue((object?)applicant.PhoneNumber ?? DBNull.Value);
        values.AddWithValue((short)applicant.VerifiesBy);
        values.AddWithValue(applicant.Kind.Kind);
        values.Add(new NpgsqlParameter
        {
            Value = JsonSerializer.Serialize(applicant.Profile),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        values.AddWithValue((object?)applicant.Locale ?? DBNull.Value);
        values.AddWithValue(Guid.CreateVersion7(now).ToString("N"));
        values.AddWithValue(now);
    }

    private static async Task GiveRoleAsync(NpgsqlConnection connection, Guid id, string role, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE normalized_name = $2", connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(role);
        await command.ExecuteNonQueryAsync(ct);
    }
}
