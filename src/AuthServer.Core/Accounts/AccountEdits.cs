using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>Changes what an account says of its person. An administrator's word counts at once; nobody sends a code.</summary>
public sealed class AccountEdits
{
    private const string Savepoint = "before_writing";

    private readonly AccountDesk _desk;
    private readonly AccountSchema _schema;
    private readonly Outbox _outbox;

    internal AccountEdits(AccountDesk desk, AccountSchema schema, Outbox outbox) => (_desk, _schema, _outbox) = (desk, schema, outbox);

    /// <summary>Changes all of it or nothing.</summary>
    /// <param name="values">As the admin API names them; what is left out stays.</param>
    public async Task<AccountOutcome> ChangeAsync(
        Guid id, IReadOnlyDictionary<string, JsonElement> values, Authority authority, CancellationToken ct)
    {
        var shape = await _schema.GetAsync(ct);
        // What was sent to an address must not open the account once it has another one.
        return await _desk.ChangeAsync(
            id, authority, values.ContainsKey("email") ? AccountHold.Codes : AccountHold.Row,
            async work =>
            {
                var reading = AccountReading.OfChanges(values, shape, work.Account.Kind);
                var wanted = Wanted(work.Account, reading);
                if (wanted is { PhoneNumber: null, PhoneNumberVerified: true })
                    reading.Complaints.Add("phone_number_verified", "wrong");
                return reading.Complaints.IsEmpty
                    ? await WriteAsync(work, wanted, AuditActions.UserUpdated, ct)
                    : new AccountOutcome.Invalid(reading.Complaints);
            },
            ct);
    }

    /// <summary>Takes an administrator's word that the address is the person's.</summary>
    public Task<AccountOutcome> VerifyAsync(Guid id, Authority authority, CancellationToken ct) => _desk.ChangeAsync(
        id, authority, AccountHold.Row,
        work => WriteAsync(work, work.Account with { EmailVerified = true }, AuditActions.UserVerified, ct), ct);

    private static Account Wanted(Account before, AccountReading reading)
    {
        var number = reading.PhoneNumber.IsAsked ? reading.PhoneNumber.Value : before.PhoneNumber;
        var keepsEmail = reading.Email is null || reading.Email.Key == before.Key;
        var wanted = before with
        {
            Email = reading.Email?.Display ?? before.Email,
            Key = reading.Email?.Key ?? before.Key,
            EmailVerified = reading.EmailVerified ?? (keepsEmail && before.EmailVerified),
            Name = reading.Name ?? before.Name,
            PhoneNumber = number,
            PhoneNumberVerified = reading.PhoneNumberVerified ?? (number == before.PhoneNumber && before.PhoneNumberVerified),
            Locale = reading.Locale.IsAsked ? reading.Locale.Value : before.Locale,
            Profile = before.Profile.Where(m => !reading.Profile.ContainsKey(m.Key))
                .Concat(reading.Profile.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value.GetValueOrDefault())))
                .ToDictionary(),
        };
        // Somebody who registered and is known no more waits for no code: their account must not be taken for a
        // registration that never ended, which the next who registers the address replaces, and which is swept away.
        return before.IsVerified && !wanted.IsVerified ? wanted with { Kind = null } : wanted;
    }

    private async Task<AccountOutcome> WriteAsync(AccountWork work, Account wanted, string action, CancellationToken ct)
    {
        var before = work.Account;
        var (was, becomes) = AccountDifference.Of(before, wanted);
        if (becomes.Count == 0)
            return new AccountOutcome.Done(before.Id);

        if (wanted.Key != before.Key)
            await LeaveAddressAsync(work, wanted, ct);
        if (wanted.EmailVerified && !before.IsVerified)
            await RegistrationAttempts.DropContestedPasswordAsync(work.Connection, before.Id, ct);
        if (!await TryWriteRowAsync(work, wanted, ct))
            return new AccountOutcome.AddressInUse();
        // What strangers filled in for the old address, or before this one was known to be somebody's, counts no more.
        if (wanted.Key != before.Key || wanted.IsVerified)
            await RegistrationAttempts.ForgetAsync(work.Connection, before.Id, ct);
        await TellAsync(work, wanted, ct);
        await work.ChangedAsync(ct);
        await work.WriteDownAsync(action, ct, was, becomes);
        return new AccountOutcome.Done(before.Id);
    }

    /// <summary>What waited for another address is off, and who only registered the new one does not keep it.</summary>
    private static async Task LeaveAddressAsync(AccountWork work, Account wanted, CancellationToken ct)
    {
        await PendingChanges.DropAsync(work.Connection, wanted.Id, ContactKind.Email, ct);
        await ContactTaking.RemoveUnprovedAsync(work.Connection, wanted.Id, wanted.Key, ct);
    }

    /// <returns>False: another account has the address.</returns>
    private static async Task<bool> TryWriteRowAsync(AccountWork work, Account wanted, CancellationToken ct)
    {
        await work.Transaction.SaveAsync(Savepoint, ct);
        try
        {
            await work.ExecuteAsync(
                """
                UPDATE users SET email = $2, user_name = $2, normalized_email = $3, normalized_user_name = $3, email_verified = $4,
                    name = $5, phone_number = $6, phone_number_verified = $7, locale = $8, profile = $9::text::jsonb,
                    registration_kind = $10, updated_at = $11
                WHERE id = $1
                """,
                ct,
                new NpgsqlParameter<string> { TypedValue = wanted.Email },
                new NpgsqlParameter<string> { TypedValue = wanted.Key },
                new NpgsqlParameter<bool> { TypedValue = wanted.EmailVerified },
                new NpgsqlParameter<string?> { TypedValue = wanted.Name },
                new NpgsqlParameter<string?> { TypedValue = wanted.PhoneNumber },
                new NpgsqlParameter<bool> { TypedValue = wanted.PhoneNumberVerified },
                new NpgsqlParameter<string?> { TypedValue = wanted.Locale },
                new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(wanted.Profile) },
                new NpgsqlParameter<string?> { TypedValue = wanted.Kind },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await work.Transaction.RollbackAsync(Savepoint, ct);
            return false;
        }
    }

    /// <summary>The person learns of it where they were reached so far.</summary>
    private async Task TellAsync(AccountWork work, Account wanted, CancellationToken ct)
    {
        var before = work.Account;
        if (before.EmailVerified && wanted.Key != before.Key)
            await _outbox.AddAsync(work.Connection, Message(MessageKind.EmailChanged), ct);
        if (before.PhoneNumberVerified && wanted.PhoneNumber != before.PhoneNumber)
            await _outbox.AddAsync(work.Connection, Message(MessageKind.PhoneChanged), ct);

        NewMessage Message(MessageKind kind) => new(kind, MessageChannel.Email, before.Email)
        {
            UserId = before.Id,
            Name = before.Name,
            Locale = before.Locale,
        };
    }
}
