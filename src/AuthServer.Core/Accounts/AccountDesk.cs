using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>The one way to change somebody's account: who may do what to whom is decided here, under the row's lock.</summary>
internal sealed class AccountDesk(
    NpgsqlDataSource database, AuditTrail audit, FeedReader feed, Outbox outbox, LogoutNotices notices, TimeProvider clock)
{
    /// <summary>Changes an account; what does not end well is rolled back.</summary>
    public async Task<AccountOutcome> ChangeAsync(
        Guid id, Authority authority, AccountHold hold, Func<AccountWork, Task<AccountOutcome>> change, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (hold.HasFlag(AccountHold.Administrators))
            await LastAdministrator.HoldAsync(connection, ct);
        if (hold.HasFlag(AccountHold.Codes))
            await OneTimeCodes.KillAsync(connection, id, ct);
        if (await Account.FindAsync(connection, id, hold, ct) is not { } account)
            return new AccountOutcome.NotFound();
        if (account.IsAdministrators && !authority.Rights.HasFlag(AdminRights.Owner))
            return new AccountOutcome.Protected();
        if (authority.Expects is { } expects && !expects(account.Version))
            return new AccountOutcome.Stale();

        var work = new AccountWork(transaction, account, authority.Cause, audit, clock);
        var outcome = await change(work);
        if (outcome is not AccountOutcome.Done)
            return outcome;
        await transaction.CommitAsync(ct);
        foreach (var entry in work.Told)
            feed.Apply(entry);
        notices.Nudge();
        outbox.Nudge();
        return outcome;
    }
}
