using AuthServer.Core.Audit;
using AuthServer.Core.Credentials;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Lets people unlock their account at once.</summary>
public sealed class Unlocking
{
    private readonly NpgsqlDataSource _database;
    private readonly CodeMessages _messages;
    private readonly ILogger<Unlocking> _log;

    internal Unlocking(NpgsqlDataSource database, CodeMessages messages, ILogger<Unlocking> log) =>
        (_database, _messages, _log) = (database, messages, log);

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
                connection, CodePurpose.Unlock, address, who is { Enabled: true } ? who : null, MessageChannel.Email, locale,
                ct);
            await transaction.CommitAsync(ct);
        }

        _messages.Nudge();
    }

    /// <summary>Unlocks by code.</summary>
    /// <returns>False: the code is wrong, used, expired or replaced.</returns>
    public async Task<bool> VerifyAsync(string? email, string? code, CancellationToken ct) =>
        EmailAddress.TryParse(email) is { } address
        && await UnlockAsync(c => _messages.Codes.ConsumeAsync(c, CodePurpose.Unlock, address.Key, code, ct), ct);

    /// <summary>Looks at the token of a link; it stays as it is.</summary>
    /// <returns>The address that it unlocks, as its owner writes it; null: the link is not live.</returns>
    public async Task<string?> FindLinkAsync(string? token, CancellationToken ct) =>
        await _messages.Codes.FindLinkAsync(CodePurpose.Unlock, token, ct) is CodeCheck.Right { Target: { } target }
            ? target.To
            : null;

    /// <summary>Unlocks by link.</summary>
    /// <returns>False: the link is not live.</returns>
    public Task<bool> VerifyLinkAsync(string? token, CancellationToken ct) =>
        UnlockAsync(c => _messages.Codes.ConsumeLinkAsync(c, CodePurpose.Unlock, token, ct), ct);

    private async Task<bool> UnlockAsync(Func<NpgsqlConnection, Task<CodeCheck>> check, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var right = await check(connection) as CodeCheck.Right;
        if (right is not null)
        {
            await SignInGuard.UnlockAsync(connection, right.Key, ct);
            await _messages.Audit.AddAsync(connection, AuditEvent.OfSelf(right.UserId, AuditActions.SignInUnlocked), ct);
        }

        await transaction.CommitAsync(ct);
        if (right is not null)
            _log.Unlocked(right.UserId);
        return right is not null;
    }
}
