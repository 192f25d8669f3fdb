using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>
/// Makes a code and writes the message that carries it, in the transaction that is open on the connection. Nobody's
/// address counts like anybody's; it only gets no message.
/// </summary>
internal sealed class CodeMessages(OneTimeCodes codes, Outbox outbox, AuditTrail audit, IIssuer issuer)
{
    /// <summary>The codes.</summary>
    public OneTimeCodes Codes => codes;

    /// <summary>The audit log.</summary>
    public AuditTrail Audit => audit;

    /// <summary>Makes a code for who has an address.</summary>
    /// <param name="to">Who gets it; null: nobody.</param>
    /// <param name="channel">By text message: to the number of the record.</param>
    /// <param name="locale">What whoever asks reads; what the recipient reads goes first.</param>
    /// <returns>False: too soon after the last, or too many; nothing was written.</returns>
    public async Task<bool> SendAsync(
        NpgsqlConnection connection, CodePurpose purpose, EmailAddress address, Addressee? to, MessageChannel channel,
        string? locale, CancellationToken ct)
    {
        var target = to is null ? null : TargetOf(to, channel);
        // Nobody's takes the same steps, to a place that is none.
        var place = target ?? new CodeTarget(channel, address.Key);
        var who = target is null ? null : to?.Id;
        if (await codes.IssueAsync(connection, purpose, address.Key, who, place, ct) is not Issuance.Made(var code))
            return false;
        var message = new NewMessage(KindOf(purpose, channel), channel, place.To)
        {
            UserId = who,
            Locale = to?.Locale ?? locale,
            Name = to?.Name,
            Code = code.Code,
            Link = channel == MessageChannel.Email && PathOf(purpose) is { } path
                ? issuer.At($"{path}?token={code.LinkToken}")
                : null,
            ExpiresAt = code.ExpiresAt,
        };
        if (target is null)
            await outbox.PretendAsync(connection, message, ct);
        else
            await outbox.AddAsync(connection, message, ct);
        if (purpose is not CodePurpose.VerifyEmail) // that somebody registered is told
            await TellAsync(connection, purpose, channel, who, ct);
        return true;
    }

    /// <summary>Asks somebody whom an account was made for to choose a password.</summary>
    /// <returns>False: too soon after another code for this address, or too many; nothing was written.</returns>
    public async Task<bool> InviteAsync(
        NpgsqlConnection connection, EmailAddress address, Addressee to, string? locale, CancellationToken ct)
    {
        var (purpose, lifetime) = (CodePurpose.ResetPassword, OneTimeCodes.InvitationLifetime);
        var made = await codes.IssueAsync(connection, purpose, address.Key, to.Id, CodeTarget.Mail(to.Email), lifetime, ct);
        if (made is not Issuance.Made(var code))
            return false;
        // Without the code, which is gone in minutes.
        var message = new NewMessage(MessageKind.Invitation, MessageChannel.Email, to.Email)
        {
            UserId = to.Id,
            Locale = to.Locale ?? locale,
            Name = to.Name,
            Link = issuer.At($"{PathOf(purpose)}?token={code.LinkToken}"),
            ExpiresAt = code.ExpiresAt - codes.Lifetime + lifetime,
        };
        await outbox.AddAsync(connection, message, ct);
        return true;
    }

    private Task TellAsync(
        NpgsqlConnection connection, CodePurpose purpose, MessageChannel channel, Guid? who, CancellationToken ct)
    {
        var told = new AuditEvent(Actor.Nobody, AuditActions.CodeSent, AuditTargets.User, $"{who}")
        {
            Person = who,
            After = new { For = NameOf($"{purpose}"), By = NameOf($"{channel}") },
        };
        return who is null ? audit.PretendAsync(connection, told, ct) : audit.AddAsync(connection, told, ct);
    }

    private static string NameOf(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    /// <summary>Whether an applicant's code may be sent at this moment; holds until the end of the transaction.</summary>
    public Task<bool> MaySendAsync(NpgsqlConnection connection, Applicant applicant, CancellationToken ct) =>
        codes.MayIssueAsync(
            connection, CodePurpose.VerifyEmail, applicant.Email.Key,
            applicant is { VerifiesBy: MessageChannel.Sms, PhoneNumber: { } number } ? CodeTarget.Text(number) : null, ct);

    /// <summary>Tells the owner of an address that somebody tried to register it; as often as codes are sent.</summary>
    public async Task SendInUseAsync(
        NpgsqlConnection connection, EmailAddress address, Addressee owner, string? locale, CancellationToken ct)
    {
        if (await codes.IssueAsync(connection, CodePurpose.VerifyEmail, address.Key, null, ct) is Issuance.Made)
            await NotifyAsync(connection, MessageKind.AddressInUse, owner, locale, ct);
    }

    /// <summary>Tells the owner of an account what happened to it.</summary>
    public Task NotifyAsync(
        NpgsqlConnection connection, MessageKind kind, Addressee owner, string? locale, CancellationToken ct) =>
        outbox.AddAsync(
            connection,
            new NewMessage(kind, MessageChannel.Email, owner.Email)
            {
                UserId = owner.Id,
                Locale = owner.Locale ?? locale,
                Name = owner.Name,
            },
            ct);

    /// <summary>After the commit, whether or not there was a message.</summary>
    public void Nudge() => outbox.Nudge();

    private static CodeTarget? TargetOf(Addressee to, MessageChannel channel) => channel switch
    {
        MessageChannel.Email => CodeTarget.Mail(to.Email),
        MessageChannel.Sms => to.PhoneNumber is { } number ? CodeTarget.Text(number) : null,
        _ => null,
    };

    private static MessageKind KindOf(CodePurpose purpose, MessageChannel channel) => purpose switch
    {
        CodePurpose.VerifyEmail when channel == MessageChannel.Sms => MessageKind.VerifyPhone,
        CodePurpose.VerifyEmail => MessageKind.VerifyEmail,
        CodePurpose.SignIn => MessageKind.SignInCode,
        CodePurpose.ResetPassword => MessageKind.ResetPassword,
        CodePurpose.Unlock => MessageKind.Unlock,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    private static string? PathOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.VerifyEmail => "/account/verify",
        CodePurpose.ResetPassword => "/account/reset-password",
        CodePurpose.Unlock => "/account/unlock",
        _ => null,
    };
}
