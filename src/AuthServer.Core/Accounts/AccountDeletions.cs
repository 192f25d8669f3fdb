using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Credentials;
using AuthServer.Core.Messaging;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>Deletes accounts. Their ids come from the clock and never again; their rows go at once.</summary>
public sealed class AccountDeletions
{
    private static readonly string[] Statements =
    [
        // Notices that still wait stay, without the id: an intruder who deletes the account must not keep its owner's
        // old address from hearing what came before.
        "UPDATE outbox SET user_id = NULL WHERE user_id = $1 AND state = 1 AND expires_at IS NULL",
        "DELETE FROM outbox WHERE user_id = $1",
        "DELETE FROM consents WHERE user_id = $1",
        "DELETE FROM authorizations WHERE user_id = $1",
        "DELETE FROM attempts WHERE user_id = $1",
        "DELETE FROM sessions WHERE user_id = $1",
        // The rest hangs on this row and goes with it.
        "DELETE FROM users WHERE id = $1",
    ];

    private readonly AccountDesk _desk;
    private readonly AccountEndings _endings;
    private readonly Outbox _outbox;

    internal AccountDeletions(AccountDesk desk, AccountEndings endings, Outbox outbox) =>
        (_desk, _endings, _outbox) = (desk, endings, outbox);

    /// <summary>Ends everything, deletes every row about the person, and says so by mail, in one transaction.</summary>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    public Task<AccountOutcome> DeleteAsync(Guid id, Authority authority, string? locale, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Administrators | AccountHold.Codes | AccountHold.Whole,
        async work =>
        {
            if (await LastAdministrator.IsAsync(work.Connection, id, ct))
                return new AccountOutcome.LastAdministrator();
            // The line in the feed outlives the rows: tokens that are under way die on every node.
            work.Tell(await _endings.EndAllAsync(work.Connection, id, SessionEnd.UserClosed, ct));
            await SignInGuard.UnlockAsync(work.Connection, work.Account.Key, ct);
            foreach (var sql in Statements)
                await work.ExecuteAsync(sql, ct);
            await work.WriteDownAsync(AuditActions.UserDeleted, ct);
            await AuditTrail.EraseAsync(work.Connection, [id], ct);
            await _outbox.AddAsync(work.Connection, Told(work.Account, authority.Cause.By, locale), ct);
            return new AccountOutcome.Done(id);
        },
        ct);

    /// <summary>Without the id: the message is the last that is known of the person, and goes when it is sent.</summary>
    private static NewMessage Told(Account account, Actor by, string? locale)
    {
        var isOwn = by.Kind == ActorKind.Person && by.Id == account.Id.ToString(null, CultureInfo.InvariantCulture);
        return new NewMessage(isOwn ? MessageKind.AccountDeleted : MessageKind.AccountClosed, MessageChannel.Email, account.Email)
        {
            Name = account.Name,
            Locale = account.Locale ?? locale,
        };
    }
}
