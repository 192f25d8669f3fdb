using System.Runtime.CompilerServices;
using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Transfer;

/// <summary>
/// Takes accounts in, a line each. What is good is made, what is not is told of; an account that is there already is left
/// alone, so that whoever was interrupted begins again, or where the last report says.
/// </summary>
public sealed class UserImport(NpgsqlDataSource database, AccountSchema schema, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLineLength = 64 * 1024;

    // A transaction each.
    private const int BatchSize = 500;

    private const string Insert =
        """
        INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, email_verified, name, phone_number,
                           phone_number_verified, profile, locale, password_hash, created_at, updated_at, security_stamp,
                           concurrency_stamp, two_factor_enabled, lockout_enabled, access_failed_count)
        SELECT id, email, key, email, key, email_verified, name, phone_number, phone_number_verified, profile::jsonb, locale,
               password_hash, created_at, created_at, stamp, stamp, false, true, 0
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bool[], $5::text[], $6::text[], $7::bool[], $8::text[], $9::text[],
                    $10::text[], $11::timestamptz[], $12::text[])
            AS l(id, email, key, email_verified, name, phone_number, phone_number_verified, profile, locale, password_hash,
                 created_at, stamp)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string InsertRoles =
        """
        INSERT INTO user_roles (user_id, role_id)
        SELECT l.user_id, r.id FROM unnest($1::uuid[], $2::text[]) AS l(user_id, role) JOIN roles r ON r.normalized_name = l.role
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Takes them in.</summary>
    /// <param name="lines">In UTF-8, in order; null: a line that was too long. Empty ones are passed over.</param>
    /// <param name="skip">So many are settled already: they are read and left alone.</param>
    /// <returns>A report for each batch that is committed; the last one is of the end.</returns>
    public async IAsyncEnumerable<ImportProgress> RunAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>?> lines, long skip, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = new ImportReader(await RolesAsync(ct), await schema.MembersAsync(ct), clock);
        var batch = new List<ImportedUser>(BatchSize);
        var refused = new List<RefusedLine>();
        var progress = new ImportProgress(0, 0, 0, 0);
        var line = 0L;
        await foreach (var text in lines.WithCancellation(ct))
        {
            line++;
            if (line <= skip || text is { IsEmpty: true })
                continue;
            if (Read(reader, line, text, refused) is { } user)
                batch.Add(user);
            if (batch.Count + refused.Count < BatchSize)
                continue;
            yield return progress = await SettleAsync(batch, refused, line, progress, by, ct);
            batch.Clear();
            refused = [];
        }

        yield return await SettleAsync(batch, refused, line, progress, by, ct);
    }

    private static ImportedUser? Read(ImportReader reader, long line, ReadOnlyMemory<byte>? text, List<RefusedLine> refused)
    {
        if (text is not { } utf8)
        {
            refused.Add(new RefusedLine(line, [new ImportProblem("", $"has more than {MaxLineLength} bytes")]));
            return null;
        }

        if (reader.Read(line, utf8, out var problems) is { } user)
            return user;
        refused.Add(new RefusedLine(line, problems));
        return null;
    }

    private async Task<ImportProgress> SettleAsync(
        List<ImportedUser> batch, List<RefusedLine> refused, long line, ImportProgress before, Actor by, CancellationToken ct)
    {
        var created = batch.Count == 0 ? 0 : await SaveAsync(batch, by, ct);
        return new ImportProgress(
            line, before.Created + created, before.Existing + batch.Count - created, before.Refused + refused.Count)
        {
            RefusedLines = refused,
        };
    }

    private async Task<int> SaveAsync(List<ImportedUser> batch, Actor by, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var made = await InsertAsync(connection, batch, ct);
        if (made.Count == 0)
            return 0;
        await InsertRolesAsync(connection, [.. batch.Where(u => made.Contains(u.Id))], ct);
        var told = new AuditEvent(by, AuditActions.UsersImported, AuditTargets.User, "")
        {
            After = new { Lines = $"{batch[0].Line}-{batch[^1].Line}", Users = made },
        };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        return made.Count;
    }

    private static async Task<HashSet<Guid>> InsertAsync(NpgsqlConnection connection, List<ImportedUser> batch, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        command.AddColumn(batch, u => u.Id);
        command.AddColumn(batch, u => u.Email.Display);
        command.AddColumn(batch, u => u.Email.Key);
        command.AddColumn(batch, u => u.Account.EmailVerified);
        command.AddColumn(batch, u => u.Account.Name);
        command.AddColumn(batch, u => u.Account.PhoneNumber);
        command.AddColumn(batch, u => u.Account.PhoneNumberVerified);
        command.AddColumn(batch, u => u.Account.Profile is { } profile ? JsonSerializer.Serialize(profile) : "{}");
        command.AddColumn(batch, u => u.Locale);
        command.AddColumn(batch, u => u.PasswordHash);
        command.AddColumn(batch, u => u.CreatedAt);
        command.AddColumn(batch, u => Guid.CreateVersion7(u.CreatedAt).ToString("N"));
        await using var row = await command.ExecuteReaderAsync(ct);
        var made = new HashSet<Guid>();
        while (await row.ReadAsync(ct))
            made.Add(row.GetGuid(0));
        return made;
    }

    private static async Task InsertRolesAsync(NpgsqlConnection connection, IReadOnlyList<ImportedUser> made, CancellationToken ct)
    {
        var roles = made.SelectMany(u => u.Account.Roles.Select(r => (u.Id, Role: r))).ToList();
        if (roles.Count == 0)
            return;
        await using var command = new NpgsqlCommand(InsertRoles, connection);
        command.AddColumn(roles, r => r.Id);
        command.AddColumn(roles, r => r.Role);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<HashSet<string>> RolesAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT normalized_name FROM roles");
        await using var row = await command.ExecuteReaderAsync(ct);
        var roles = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
            roles.Add(row.GetString(0));
        return roles;
    }
}
