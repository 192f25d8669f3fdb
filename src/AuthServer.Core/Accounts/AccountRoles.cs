using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>What people may do elsewhere, and here.</summary>
public sealed class AccountRoles
{
    private readonly AccountDesk _desk;

    internal AccountRoles(AccountDesk desk) => _desk = desk;

    /// <summary>Gives exactly these, at once on this node and within a second on all. Nothing else of the person ends.</summary>
    public Task<AccountOutcome> SetAsync(Guid id, IReadOnlyCollection<string> wanted, Authority authority, CancellationToken ct) =>
        _desk.ChangeAsync(id, authority, AccountHold.Administrators, work => SetAsync(work, wanted, ct), ct);

    private static async Task<AccountOutcome> SetAsync(AccountWork work, IReadOnlyCollection<string> wanted, CancellationToken ct)
    {
        var roles = wanted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var account = work.Account;
        if (await FindAsync(work.Connection, roles, ct) is not { } ids)
        {
            var complaints = new Complaints();
            complaints.Add("roles", "not_one_of");
            return new AccountOutcome.Invalid(complaints);
        }

        if (!roles.Contains(StandardScopes.Admin) && await LastAdministrator.IsAsync(work.Connection, account.Id, ct))
            return new AccountOutcome.LastAdministrator();
        if (roles.SequenceEqual(account.Roles))
            return new AccountOutcome.Done(account.Id);

        await work.ExecuteAsync(
            "DELETE FROM user_roles WHERE user_id = $1 AND role_id <> ALL ($2)", ct, new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await work.ExecuteAsync(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING", ct,
            new NpgsqlParameter<Guid[]> { TypedValue = ids });
        // Also another version of the account.
        await work.ExecuteAsync(
            "UPDATE users SET updated_at = $2 WHERE id = $1", ct, new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        await work.ChangedAsync(ct);
        await work.WriteDownAsync(AuditActions.UserRolesChanged, ct, new { account.Roles }, new { Roles = roles });
        return new AccountOutcome.Done(account.Id);
    }

    /// <returns>Null: one of them is none.</returns>
    private static async Task<Guid[]?> FindAsync(NpgsqlConnection connection, string[] names, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(array_agg(id), '{}') FROM roles WHERE normalized_name = ANY ($1)", connection);
        command.Parameters.AddWithValue(names);
        var ids = (Guid[])(await command.ExecuteScalarAsync(ct))!; // an array, also of none
        return ids.Length == names.Length ? ids : null;
    }
}
