using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Asks for the proof that a new address or number is the person's.</summary>
public sealed class ContactChanges(OneTimeCodes codes, PendingChanges pending, Outbox outbox)
{
    /// <summary>Before anything else of the transaction: rows of codes are locked before those of users, by everybody.</summary>
    public async Task LockAsync(NpgsqlConnection connection, WantedContacts wanted, CancellationToken ct)
    {
        if (wanted.Email is not null)
            await codes.LockAsync(connection, CodePurpose.ConfirmEmail, wanted.UserId.ToString(), ct);
        if (wanted.PhoneNumber is not null)
            await codes.LockAsync(connection, CodePurpose.ConfirmPhone, wanted.UserId.ToString(), ct);
    }

    /// <summary>Sends codes and keeps what waits for them, in the transaction that is open on the connection.</summary>
    /// <returns>
    /// Null: sent; or sent a moment ago, to where it waits for. Else how long to wait, because a code was sent there a
    /// moment ago, or too many were; roll back.
    /// </returns>
    public async Task<TimeSpan?> AskAsync(NpgsqlConnection connection, WantedContacts wanted, CancellationToken ct)
    {
        if (wanted.KeepsEmail)
            await PendingChanges.DropAsync(connection, wanted.UserId, ContactKind.Email, ct);
        if (wanted.KeepsPhoneNumber || wanted.DropsPhoneNumber)
            await PendingChanges.DropAsync(connection, wanted.UserId, ContactKind.Phone, ct);
        if (wanted.DropsPhoneNumber)
            await ForgetNumberAsync(connection, wanted, ct);
        if (wanted.Email is { } email
            && await AskAsync(connection, wanted, ContactKind.Email, CodeTarget.Mail(email.Display), ct) is { } mailed
            && (mailed.IsTooMany || !wanted.EmailWaits))
            return mailed.Wait;
        return wanted.PhoneNumber is { } number
            && await AskAsync(connection, wanted, ContactKind.Phone, CodeTarget.Text(number), ct) is { } texted
            && (texted.IsTooMany || !wanted.PhoneNumberWaits)
            ? texted.Wait
            : null;
    }

    /// <summary>After the commit.</summary>
    public void Announce() => outbox.Nudge();

    /// <summary>The purpose of codes for each.</summary>
    internal static CodePurpose PurposeOf(ContactKind kind) =>
        kind is ContactKind.Email ? CodePurpose.ConfirmEmail : CodePurpose.ConfirmPhone;

    private async Task<Issuance.Refused?> AskAsync(
        NpgsqlConnection connection, WantedContacts wanted, ContactKind kind, CodeTarget target, CancellationToken ct)
    {
        var made = await codes.IssueAsync(connection, PurposeOf(kind), wanted.UserId.ToString(), wanted.UserId, target, ct);
        if (made is not Issuance.Made(var code))
            return (Issuance.Refused)made;
        await pending.KeepAsync(connection, wanted.UserId, kind, target.To, code.ExpiresAt, ct);
        var message = new NewMessage(
            kind is ContactKind.Email ? MessageKind.ConfirmEmail : MessageKind.ConfirmPhone, target.Channel, target.To)
        {
            UserId = wanted.UserId,
            Name = wanted.Name,
            Locale = wanted.Locale,
            Code = code.Code,
            ExpiresAt = code.ExpiresAt,
        };
        await outbox.AddAsync(connection, message, ct);
        return null;
    }

    private async Task ForgetNumberAsync(NpgsqlConnection connection, WantedContacts wanted, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE users u SET phone_number = NULL, phone_number_verified = false
            FROM (SELECT id, phone_number_verified FROM users WHERE id = $1) old
            WHERE u.id = old.id AND u.phone_number IS NOT NULL RETURNING u.email, old.phone_number_verified
            """,
            connection);
        command.Parameters.AddWithValue(wanted.UserId);
        string email;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            // One that was never verified could not do anything either.
            if (!await row.ReadAsync(ct) || !row.GetBoolean(1))
                return;
            email = row.GetString(0);
        }

        await outbox.AddAsync(
            connection,
            new NewMessage(MessageKind.PhoneChanged, MessageChannel.Email, email)
            {
                UserId = wanted.UserId,
                Name = wanted.Name,
                Locale = wanted.Locale,
            },
            ct);
    }
}
