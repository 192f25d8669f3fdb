using System.Text.Json;
using AuthServer.Core.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.Core.Users;

/// <summary>
/// Every time that somebody registered an address which nobody has proved yet: any of them may be a stranger's, and only
/// the one whose browser brings the code counts. Every call is part of the transaction that is open on the connection.
/// </summary>
public sealed class RegistrationAttempts(TimeProvider clock)
{
    /// <summary>Keeps one, until the address is proved or the account is gone.</summary>
    public async Task KeepAsync(NpgsqlConnection connection, Guid userId, Applicant applicant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO registration_attempts (id, user_id, password_hash, details, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            connection);
        command.Parameters.AddWithValue(applicant.Attempt);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(applicant.PasswordHash);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = JsonSerializer.Serialize(Details.Of(applicant)),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What was filled in then.</summary>
    /// <returns>Null: there was no such attempt at this account, or somebody has proved to own it.</returns>
    public static async Task<Applicant?> FindAsync(
        NpgsqlConnection connection, Guid userId, Guid attempt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT a.password_hash, a.details FROM registration_attempts a JOIN users u ON u.id = a.user_id
            WHERE a.id = $1 AND u.id = $2 AND NOT u.email_verified AND NOT u.phone_number_verified
            """,
            connection);
        command.Parameters.AddWithValue(attempt);
        command.Parameters.AddWithValue(userId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? JsonSerializer.Deserialize<Details>(row.GetString(1))?.ToApplicant(attempt, row.GetString(0))
            : null;
    }

    /// <summary>
    /// Nobody can tell whose the account's password is: where another attempt chose another one, none counts any more.
    /// </summary>
    public static async Task DropContestedPasswordAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE users u SET password_hash = NULL, security_stamp = gen_random_uuid()::text
            WHERE u.id = $1 AND NOT u.email_verified AND NOT u.phone_number_verified
              AND EXISTS (SELECT 1 FROM registration_attempts a WHERE a.user_id = $1 AND a.password_hash <> u.password_hash)
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The address is proved: nothing of them matters any more.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM registration_attempts WHERE user_id = $1", connection);
        command.Parameters.AddWithValue(userId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>An <see cref="Applicant"/> at rest, without the password.</summary>
    private sealed record Details
    {
        public required string Email { get; init; }

        public required RegistrationKind Kind { get; init; }

        public required string Name { get; init; }

        public string? PhoneNumber { get; init; }

        public MessageChannel VerifiesBy { get; init; }

        public required IReadOnlyDictionary<string, JsonElement> Profile { get; init; }

        public string? Locale { get; init; }

        public static Details Of(Applicant from) => new()
        {
            Email = from.Email.Display,
            Kind = from.Kind,
            Name = from.Name,
            PhoneNumber = from.PhoneNumber,
            VerifiesBy = from.VerifiesBy,
            Profile = from.Profile,
            Locale = from.Locale,
        };

        public Applicant? ToApplicant(Guid attempt, string passwordHash) => EmailAddress.TryParse(Email) is { } email
            ? new Applicant
            {
                Attempt = attempt,
                Kind = Kind,
                Email = email,
                PasswordHash = passwordHash,
                Name = Name,
                PhoneNumber = PhoneNumber,
                VerifiesBy = VerifiesBy,
                Profile = Profile,
                Locale = Locale,
            }
            : null;
    }
}
