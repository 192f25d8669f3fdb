using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Registers people, and verifies that the address, or number, is theirs.</summary>
public sealed class Registrations
{
    private readonly NpgsqlDataSource _database;
    private readonly AccountSchema _schema;
    private readonly NewPasswords _passwords;
    private readonly CodeMessages _messages;
    private readonly PendingUsers _users;
    private readonly ILogger<Registrations> _log;

    internal Registrations(
        NpgsqlDataSource database, AccountSchema schema, NewPasswords passwords, CodeMessages messages, PendingUsers users,
        ILogger<Registrations> log)
    {
        (_database, _schema, _passwords) = (database, schema, passwords);
        (_messages, _users, _log) = (messages, users, log);
    }

    /// <summary>As whom people may register; the first is the default. Empty: nobody may.</summary>
    public async Task<IReadOnlyList<RegistrationKind>> KindsAsync(CancellationToken ct) => (await _schema.GetAsync(ct)).Kinds;

    /// <summary>The form of a kind.</summary>
    /// <param name="kind">Null: the first.</param>
    /// <returns>Null: there is no such kind.</returns>
    public async Task<AccountForm?> FindFormAsync(string? kind, CancellationToken ct)
    {
        var shape = await _schema.GetAsync(ct);
        return shape.FindKind(kind) is { } found ? shape.FormOf(found) : null;
    }

    /// <summary>Registers. The answer is the same whether or not somebody has the address.</summary>
    public async Task<RegistrationOutcome> RegisterAsync(NewRegistration wanted, CancellationToken ct)
    {
        var shape = await _schema.GetAsync(ct);
        if (shape.FindKind(wanted.Kind) is not { } kind)
            return new RegistrationOutcome.UnknownKind();
        var complaints = new Complaints();
        var draft = RegistrationReading.Read(wanted, kind, shape, complaints);
        complaints.Add("password", await _passwords.JudgeAsync(wanted.Password, wanted.Email, wanted.FullName, ct));
        if (draft is null || !complaints.IsEmpty)
            return new RegistrationOutcome.Invalid(complaints);

        // Hashed whether or not somebody has the address: the answer takes as long.
        if (await _passwords.HashForAsync(draft.Email, wanted.Password ?? "", ct) is not { } hash)
            return new RegistrationOutcome.Busy();
        await WriteAsync(draft with { PasswordHash = hash }, ct);
        _messages.Nudge();
        return new RegistrationOutcome.Accepted(draft.VerifiesBy, _messages.Codes.Lifetime);
    }

    /// <summary>Sends another code to who has registered and not verified yet; to nobody else.</summary>
    public async Task ResendAsync(string? email, string? locale, CancellationToken ct)
    {
        if (EmailAddress.TryParse(email) is not { } address)
            return;
        await using (var connection = await _database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await _messages.Codes.LockAsync(connection, CodePurpose.VerifyEmail, address.Key, ct);
            var who = await Addressees.FindAsync(connection, address.Key, ct);
            var to = who is { Enabled: true, IsVerified: false } ? who : null;
            await _messages.SendAsync(
                connection, CodePurpose.VerifyEmail, address, to, to?.VerifiesBy ?? MessageChannel.Email, locale, ct);
            await transaction.CommitAsync(ct);
        }

        _messages.Nudge();
    }

    /// <summary>
    /// Verifies by code. The account becomes what its owner filled in: of several who registered the address, the one who
    /// brings the code along. Where nobody can tell which of them that is, and they chose different passwords, the account
    /// has none any more.
    /// </summary>
    /// <param name="attempt"><see cref="NewRegistration.Attempt"/>; null: nobody knows.</param>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public async Task<Proven?> VerifyAsync(string? email, string? code, Guid? attempt, CancellationToken ct) =>
        EmailAddress.TryParse(email) is { } address
            ? await VerifyAsync(
                c => _messages.Codes.ConsumeAsync(c, CodePurpose.VerifyEmail, address.Key, code, ct), attempt, ct)
            : null;

    /// <summary>Looks at the token of a link; it stays as it is.</summary>
    /// <returns>The address that it verifies, as its owner writes it; null: the link is not live.</returns>
    public async Task<string?> FindLinkAsync(string? token, CancellationToken ct) =>
        await _messages.Codes.FindLinkAsync(CodePurpose.VerifyEmail, token, ct) is CodeCheck.Right { Target: { } target }
            ? target.To
            : null;

    /// <summary>Verifies by link.</summary>
    /// <inheritdoc cref="VerifyAsync(string?, string?, Guid?, CancellationToken)"/>
    public Task<Proven?> VerifyLinkAsync(string? token, Guid? attempt, CancellationToken ct) =>
        VerifyAsync(c => _messages.Codes.ConsumeLinkAsync(c, CodePurpose.VerifyEmail, token, ct), attempt, ct);

    /// <summary>Deletes registrations that nobody has verified for <see cref="PendingUsers.Patience"/>.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) => _users.SweepAsync(_database, sweep, ct);

    private async Task WriteAsync(Applicant applicant, CancellationToken ct)
    {
        var key = applicant.Email.Key;
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One registration of an address at a time.
        await _messages.Codes.LockAsync(connection, CodePurpose.VerifyEmail, key, ct);
        var owner = await Addressees.LockAsync(connection, key, ct);
        if (owner is null && await _users.InsertAsync(connection, applicant, ct) is { } id)
        {
            await _users.Attempts.KeepAsync(connection, id, applicant, ct);
            await SendAsync(connection, applicant, ct);
            _log.Registered(id);
        }
        else if ((owner ?? await Addressees.LockAsync(connection, key, ct)) is { } had)
        {
            await AddAsync(connection, applicant, had, ct);
        }

        await transaction.CommitAsync(ct);
    }

    // Who has registered and not verified may do so again; whose it is turns out when the code comes back. Whoever has
    // proved the address, or did not register, hears of it.
    private async Task AddAsync(NpgsqlConnection connection, Applicant applicant, Addressee had, CancellationToken ct)
    {
        if (!had.IsPending || !had.Enabled)
        {
            await _messages.SendInUseAsync(connection, applicant.Email, had, applicant.Locale, ct);
            return;
        }

        await _users.Attempts.KeepAsync(connection, had.Id, applicant, ct);
        if (await _messages.MaySendAsync(connection, applicant, ct))
        {
            await _users.ReplaceAsync(connection, had.Id, applicant, ct);
            await SendAsync(connection, applicant, ct);
        }
    }

    private async Task SendAsync(NpgsqlConnection connection, Applicant applicant, CancellationToken ct)
    {
        var who = await Addressees.FindAsync(connection, applicant.Email.Key, ct);
        await _messages.SendAsync(
            connection, CodePurpose.VerifyEmail, applicant.Email, who, applicant.VerifiesBy, applicant.Locale, ct);
    }

    private async Task<Proven?> VerifyAsync(
        Func<NpgsqlConnection, Task<CodeCheck>> check, Guid? attempt, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var right = await check(connection) as CodeCheck.Right;
        var textedTo = right?.Target is { Channel: MessageChannel.Sms } target ? target.To : null;
        var verified = right is null
            ? null
            : await _users.VerifyAsync(connection, right.UserId, new Proof(right.Key, textedTo, attempt), ct);
        await transaction.CommitAsync(ct);
        if (right is null || verified is not var (epoch, entry))
            return null;
        _users.Announce(entry);
        _log.Verified(right.UserId);
        return new Proven(right.UserId, epoch, CodeMethods.Of(right.Target));
    }
}
