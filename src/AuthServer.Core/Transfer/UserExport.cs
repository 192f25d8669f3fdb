using System.Runtime.CompilerServices;
using AuthServer.Core.Audit;
using Npgsql;

namespace AuthServer.Core.Transfer;

/// <summary>Gives accounts out, a line each, in the form that <see cref="UserImport"/> takes.</summary>
public sealed class UserExport(NpgsqlDataSource database, AuditTrail audit)
{
    // Read in pieces by key: a snapshot that is held for as long as a slow reader takes would hold up every vacuum.
    private const int PageSize = 1000;

    private const string Query =
        """
        SELECT u.id, jsonb_strip_nulls(jsonb_build_object(
            'id', u.id, 'email', u.email, 'email_verified', u.email_verified, 'name', u.name, 'phone_number', u.phone_number,
            'phone_number_verified', u.phone_number_verified, 'locale', u.locale, 'created_at', u.created_at,
            'password_hash', CASE WHEN $3 THEN u.password_hash END,
            'profile', CASE WHEN u.profile <> '{}' THEN u.profile END,
            'roles', (SELECT jsonb_agg(r.name ORDER BY r.name COLLATE "C")
                      FROM user_roles m JOIN roles r ON r.id = m.role_id WHERE m.user_id = u.id)))::text
        FROM users u WHERE u.id > $1 ORDER BY u.id LIMIT $2
        """;

    /// <summary>All of them, in the order of their ids; that somebody had them is in the audit log first.</summary>
    /// <param name="withHashes">Whether password hashes go along: for a system that goes on with the same passwords.</param>
    public async IAsyncEnumerable<string> RunAsync(bool withHashes, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            var told = new AuditEvent(by, AuditActions.UsersExported, AuditTargets.User, "") { After = new { PasswordHashes = withHashes } };
            await audit.AddAsync(connection, told, ct);
        }

        var (after, more) = (Guid.Empty, true);
        while (more)
        {
            var page = await ReadAsync(after, withHashes, ct);
            foreach (var (id, line) in page)
            {
                after = id;
                yield return line;
            }

            more = page.Count == PageSize;
        }
    }

    private async Task<IReadOnlyList<(Guid Id, string Line)>> ReadAsync(Guid after, bool withHashes, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(PageSize);
        command.Parameters.AddWithValue(withHashes);
        await using var row = await command.ExecuteReaderAsync(ct);
        var page = new List<(Guid, string)>(PageSize);
        while (await row.ReadAsync(ct))
            page.Add((row.GetGuid(0), row.GetString(1)));
        return page;
    }
}
