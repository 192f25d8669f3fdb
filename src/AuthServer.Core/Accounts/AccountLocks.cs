using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Credentials;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>The lock on an account.</summary>
public sealed class AccountLocks
{
    private readonly AccountDesk _desk;
    private readonly AccountEndings _endings;

    internal AccountLocks(AccountDesk desk, AccountEndings endings) => (_desk, _endings) = (desk, endings);

    /// <summary>Locks it: everything ends, and nobody signs in there until <see cref="UnlockAsync"/>.</summary>
    public Task<AccountOutcome> LockAsync(Guid id, Authority authority, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Administrators,
        async work =>
        {
            if (await LastAdministrator.IsAsync(work.Connection, id, ct))
                return new AccountOutcome.LastAdministrator();
            await work.ExecuteAsync(
                "UPDATE users SET disabled_at = coalesce(disabled_at, $2) WHERE id = $1", ct,
                new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
            work.Tell(await _endings.EndAllAsync(work.Connection, id, SessionEnd.UserClosed, ct));
            await WriteDownAsync(work, AuditActions.UserLocked, isLocked: true, ct);
            return new AccountOutcome.Done(id);
        },
        ct);

    /// <summary>Opens it, and forgets the wrong passwords. What ended stays ended.</summary>
    public Task<AccountOutcome> UnlockAsync(Guid id, Authority authority, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Row,
        async work =>
        {
            await work.ExecuteAsync("UPDATE users SET disabled_at = NULL WHERE id = $1", ct);
            await SignInGuard.UnlockAsync(work.Connection, work.Account.Key, ct);
            await work.ChangedAsync(ct);
            await WriteDownAsync(work, AuditActions.UserUnlocked, isLocked: false, ct);
            return new AccountOutcome.Done(id);
        },
        ct);

    private static Task WriteDownAsync(AccountWork work, string action, bool isLocked, CancellationToken ct) =>
        work.WriteDownStateAsync(action, new { Locked = !work.Account.Enabled }, new { Locked = isLocked }, ct);
}
