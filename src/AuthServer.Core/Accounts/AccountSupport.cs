using AuthServer.Core.Audit;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>What helps people who cannot get in.</summary>
public sealed class AccountSupport
{
    private readonly AccountDesk _desk;
    private readonly CodeMessages _messages;
    private readonly Outbox _outbox;

    internal AccountSupport(AccountDesk desk, CodeMessages messages, Outbox outbox) =>
        (_desk, _messages, _outbox) = (desk, messages, outbox);

    /// <summary>Sends the mail by which a new password is chosen, as if the person had asked for it.</summary>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    public Task<AccountOutcome> SendResetAsync(Guid id, Authority authority, string? locale, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Nothing, // nothing of the row changes, and rows of codes come before it
        async work =>
        {
            if (!work.Account.Enabled)
                return new AccountOutcome.Locked();
            if (EmailAddress.TryParse(work.Account.Email) is not { } address
                || await Addressees.FindAsync(work.Connection, address.Key, ct) is not { } who || who.Id != id)
                return new AccountOutcome.NotFound();
            if (!await _messages.SendAsync(work.Connection, CodePurpose.ResetPassword, address, who, MessageChannel.Email, locale, ct))
                return new AccountOutcome.TooSoon();
            await work.WriteDownAsync(AuditActions.UserResetSent, ct);
            return new AccountOutcome.Done(id);
        },
        ct);

    /// <summary>Takes away every second factor: the authenticator app with its recovery codes, and passkeys.</summary>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    public Task<AccountOutcome> ResetFactorsAsync(Guid id, Authority authority, string? locale, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Row,
        async work =>
        {
            await work.ExecuteAsync(
                "UPDATE users SET two_factor_enabled = false, security_stamp = gen_random_uuid()::text WHERE id = $1", ct);
            var hadApp = await work.ExecuteAsync("DELETE FROM user_tokens WHERE user_id = $1", ct) > 0;
            var passkeys = await work.ExecuteAsync("DELETE FROM user_passkeys WHERE user_id = $1", ct);
            var told = new NewMessage(MessageKind.FactorsRemoved, MessageChannel.Email, work.Account.Email)
            {
                UserId = id,
                Name = work.Account.Name,
                Locale = work.Account.Locale ?? locale,
            };
            await _outbox.AddAsync(work.Connection, told, ct);
            await work.ChangedAsync(ct);
            await work.WriteDownStateAsync(
                AuditActions.UserFactorsReset, new { AuthenticatorApp = hadApp, Passkeys = passkeys },
                new { AuthenticatorApp = false, Passkeys = 0 }, ct);
            return new AccountOutcome.Done(id);
        },
        ct);
}
