using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>Makes accounts for others: with a password, with an invitation to choose one, or with neither.</summary>
public sealed class AccountCreations
{
    private readonly IServiceScopeFactory _scopes;
    private readonly AccountSchema _schema;
    private readonly NewPasswords _passwords;
    private readonly CodeMessages _messages;
    private readonly AuditTrail _audit;

    internal AccountCreations(
        IServiceScopeFactory scopes, AccountSchema schema, NewPasswords passwords, CodeMessages messages, AuditTrail audit) =>
        (_scopes, _schema, _passwords, _messages, _audit) = (scopes, schema, passwords, messages, audit);

    /// <summary>Makes one. The invitation is written in the same transaction.</summary>
    /// <param name="values">As the admin API names them.</param>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    public async Task<AccountOutcome> CreateAsync(
        IReadOnlyDictionary<string, JsonElement> values, Cause cause, string? locale, CancellationToken ct)
    {
        var reading = AccountReading.OfNew(values, await _schema.GetAsync(ct));
        if (reading.Password is { } password)
            reading.Complaints.Add("password", await _passwords.JudgeAsync(password, reading.Email?.Display, reading.Name, ct));
        if (!reading.Complaints.IsEmpty || reading.Email is not { } email)
            return new AccountOutcome.Invalid(reading.Complaints);
        var hash = reading.Password is null ? null : await _passwords.HashAsync(reading.Password, ct);
        if (reading.Password is not null && hash is null)
            return new AccountOutcome.Busy();

        var outcome = await InsertAsync(reading, email, hash, cause, locale, ct);
        if (outcome is AccountOutcome.Done)
            _messages.Nudge();
        return outcome;
    }

    private async Task<AccountOutcome> InsertAsync(
        AccountReading reading, EmailAddress email, string? hash, Cause cause, string? locale, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await ContactTaking.RemoveUnprovedAsync(connection, Guid.Empty, email.Key, ct);
        var made = await scope.ServiceProvider.GetRequiredService<UserDirectory>().CreateAsync(UserOf(reading, email, hash), ct);
        if (made is UserCreation.UnknownRole)
        {
            reading.Complaints.Add("roles", "not_one_of");
            return new AccountOutcome.Invalid(reading.Complaints);
        }

        if (made is not UserCreation.Created(var id))
            return new AccountOutcome.AddressInUse();
        if (reading.Invite && !await InviteAsync(connection, email, locale, ct))
            return new AccountOutcome.TooSoon();
        await WriteDownAsync(connection, id, reading, cause, ct);
        await transaction.CommitAsync(ct);
        return new AccountOutcome.Done(id);
    }

    private static NewUser UserOf(AccountReading reading, EmailAddress email, string? hash) => new()
    {
        Email = email.Display,
        EmailVerified = reading.EmailVerified ?? false,
        PasswordHash = hash,
        Name = reading.Name,
        PhoneNumber = reading.PhoneNumber.Value,
        PhoneNumberVerified = reading.PhoneNumberVerified ?? false,
        Locale = reading.Locale.Value,
        Roles = reading.Roles,
        Profile = reading.Profile.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value.GetValueOrDefault()),
    };

    private async Task<bool> InviteAsync(NpgsqlConnection connection, EmailAddress email, string? locale, CancellationToken ct) =>
        await Addressees.FindAsync(connection, email.Key, ct) is { } who
        && await _messages.InviteAsync(connection, email, who, locale, ct);

    private async Task WriteDownAsync(
        NpgsqlConnection connection, Guid id, AccountReading reading, Cause cause, CancellationToken ct)
    {
        if (await Account.FindAsync(connection, id, AccountHold.Nothing, ct) is not { } account)
            throw new InvalidOperationException("what was made is not there");
        var members = AccountDifference.MembersOf(account);
        members["roles"] = account.Roles;
        members["has_password"] = reading.Password is not null;
        members["invited"] = reading.Invite;
        var told = new AuditEvent(cause.By, AuditActions.UserCreated, AuditTargets.User, id.ToString())
        {
            After = members,
            Reason = cause.Reason,
            Person = id,
        };
        await _audit.AddAsync(connection, told, ct);
    }
}
