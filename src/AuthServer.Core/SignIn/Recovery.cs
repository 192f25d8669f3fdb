using System.Diagnostics.CodeAnalysis;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Lets people who forgot their password choose a new one.</summary>
public sealed class Recovery
{
    private readonly NpgsqlDataSource _database;
    private readonly NewPasswords _passwords;
    private readonly CodeMessages _messages;
    private readonly PasswordReplacement _replacement;
    private readonly TimeProvider _clock;
    private readonly ILogger<Recovery> _log;

    internal Recovery(
        NpgsqlDataSource database, NewPasswords passwords, CodeMessages messages, PasswordReplacement replacement,
        TimeProvider clock, ILogger<Recovery> log)
    {
        (_database, _passwords, _messages) = (database, passwords, messages);
        (_replacement, _clock, _log) = (replacement, clock, log);
    }

    /// <summary>Sends a code and a link to who has the address; nothing tells whether anybody has.</summary>
    public async Task RequestAsync(string? email, string? locale, CancellationToken ct)
    {
        if (EmailAddress.TryParse(email) is not { } address)
            return;
        await using (var connection = await _database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            var who = await Addressees.FindAsync(connection, address.Key, ct);
            await _messages.SendAsync(
                connection, CodePurpose.ResetPassword, address, who is { Enabled: true } ? who : null, MessageChannel.Email,
                locale, ct);
            await transaction.CommitAsync(ct);
        }

        _messages.Nudge();
    }

    /// <summary>Exchanges a code for a token.</summary>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public async Task<ResetToken?> VerifyAsync(string? email, string? code, CancellationToken ct)
    {
        if (EmailAddress.TryParse(email) is not { } address)
            return null;
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var token = await _messages.Codes.ExchangeAsync(connection, CodePurpose.ResetPassword, address.Key, code, ct);
        await transaction.CommitAsync(ct);
        return token is null ? null : new ResetToken(token, OneTimeCodes.LinkLifetime);
    }

    /// <summary>Looks at the token of a link, or of <see cref="VerifyAsync"/>; it stays as it is.</summary>
    /// <returns>The address whose password it changes, as its owner writes it; null: the token is not live.</returns>
    public async Task<string?> FindAsync(string? token, CancellationToken ct) =>
        (await FindOwnerAsync(token, ct))?.Email;

    /// <summary>Changes the password, and signs the person out everywhere.</summary>
    /// <param name="token">Of a link, or of <see cref="VerifyAsync"/>.</param>
    public async Task<ResetOutcome> ResetAsync(string? token, string? newPassword, string? locale, CancellationToken ct)
    {
        if (await FindOwnerAsync(token, ct) is not { } owner)
            return new ResetOutcome.InvalidToken();
        if (await _passwords.JudgeAsync(newPassword, owner.Email, owner.Name, ct) is { Count: > 0 } complaints)
            return new ResetOutcome.Refused(complaints);
        if (await _passwords.HashAsync(newPassword ?? "", ct) is not { } hash)
            return new ResetOutcome.Busy();

        if (await ChangeAsync(token, owner.Id, hash, locale, ct) is not { } ended)
            return new ResetOutcome.InvalidToken();
        _replacement.Announce(ended);
        _log.PasswordReset(Guid.Parse(ended.Key));
        return new ResetOutcome.Done();
    }

    private async Task<Addressee?> FindOwnerAsync(string? token, CancellationToken ct)
    {
        if (await _messages.Codes.FindLinkAsync(CodePurpose.ResetPassword, token, ct) is not CodeCheck.Right right)
            return null;
        await using var connection = await _database.OpenConnectionAsync(ct);
        var owner = await Addressees.FindAsync(connection, right.Key, ct);
        return Owns(owner, right) ? owner : null;
    }

    // The address may be somebody else's, or nobody's, since the token was made.
    private static bool Owns([NotNullWhen(true)] Addressee? owner, CodeCheck.Right right) =>
        owner is { Enabled: true } && owner.Id == right.UserId;

    // One transaction: what the token is spent on, and everything that follows from it.
    private async Task<FeedEntry?> ChangeAsync(
        string? token, Guid ownerId, string hash, string? locale, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await OneTimeCodes.LockAllAsync(connection, ownerId, ct);
        if (await _messages.Codes.ConsumeLinkAsync(connection, CodePurpose.ResetPassword, token, ct)
            is not CodeCheck.Right right)
        {
            return null;
        }

        var owner = await Addressees.FindAsync(connection, right.Key, ct);
        if (!Owns(owner, right))
            return null;

        var ended = await _replacement.ReplaceAsync(
            connection, AuditActions.PasswordReset, owner.Id, owner.Epoch, hash, locale, ct);
        await ProvenAddresses.MarkAsync(connection, owner.Id, _clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        return ended;
    }
}
