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
    /// <returns>False: a code was sent a moment ago, or too many were; roll back.</returns>
    public async Task<bool> AskAsync(NpgsqlConnection connection, WantedContacts wanted, CancellationToken ct)
    {
        if (wanted.KeepsEmail)
            await PendingChanges.DropAsync(connection, wanted.UserId, ContactKind.Email, ct);
        if (wanted.KeepsPhoneNumber || wanted.DropsPhoneNumber)
            await PendingChanges.DropAsync(connection, wanted.UserId, ContactKind.Phone, ct);
        if (wanted.DropsPhoneNumber)
            await ForgetNumberAsync(connection, wanted, ct);
        if (wanted.Email is { } email
            && !await AskAsync(connection, wanted, ContactKind.Email, CodeTarget.Mail(email.Display), ct))
            return false;
        return wanted.PhoneNumber is not { } number
            || await AskAsync(connection, wanted, ContactKind.Phone, CodeTarget.Text(number), ct);
    }

    /// <summary>After the commit.</summary>
    public void Announce() => outbox.Nudge();

    /// <summary>The purpose of codes for each.</summary>
    internal static CodePurpose PurposeOf(ContactKind kind) =>
        kind is ContactKind.Email ? CodePurpose.ConfirmEmail : CodePurpose.ConfirmPhone;

    private async Task<bool> AskAsync(
        NpgsqlConnection connection, WantedContacts wanted, ContactKind kind, CodeTarget target, CancellationToken ct)
    {
        var code = await codes.IssueAsync(connection, PurposeOf(kind), wanted.UserId.ToString(), wanted.UserId, target, ct);
        if (code is null)
            return false;
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
        return true;
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
