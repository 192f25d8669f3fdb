using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Changes a person's own profile. A new address or number only waits until a code that is sent there comes back.</summary>
public sealed class ProfileChanges(
    NpgsqlDataSource database, Profiles profiles, AccountSchema schema, ContactChanges contacts, FeedReader feed,
    TimeProvider clock)
{
    /// <summary>Changes all of it or nothing.</summary>
    public async Task<ProfileOutcome> ChangeAsync(ProfileChange change, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var reading = ProfileReading.Of(
            change.Values, await schema.GetAsync(ct), await Profiles.KindOfAsync(connection, change.UserId, ct));
        if (!reading.Complaints.IsEmpty)
            return new ProfileOutcome.Invalid(reading.Complaints);

        if (await profiles.FindAsync(change.UserId, ct) is not { } before)
            return new ProfileOutcome.Gone();
        var wanted = ContactsWanted(reading, before, change);
        if (wanted is { IsEmpty: false } && !change.SignedInRecently)
            return new ProfileOutcome.SignInAgain();

        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await contacts.LockAsync(connection, wanted, ct);
            if (await WriteAsync(connection, change.UserId, reading, ct) is not { } entry)
                return new ProfileOutcome.Gone();
            if (await contacts.AskAsync(connection, wanted, ct) is { } wait)
                return new ProfileOutcome.TooSoon(wait);
            await transaction.CommitAsync(ct);
            feed.Apply(entry);
        }

        contacts.Announce();
        return await profiles.FindAsync(change.UserId, ct) is { } after
            ? new ProfileOutcome.Changed(after)
            : new ProfileOutcome.Gone();
    }

    /// <summary>What is not there already.</summary>
    private static WantedContacts ContactsWanted(ProfileReading reading, Profile before, ProfileChange change)
    {
        var isOwn = EmailAddress.TryParse(before.Email)?.Key == reading.Email?.Key;
        var hasEmail = isOwn && before.EmailVerified;
        var hasNumber = before.PhoneNumber == reading.PhoneNumber && before.PhoneNumberVerified;
        return new WantedContacts(change.UserId, before.FullName, change.Locale)
        {
            Email = hasEmail ? null : reading.Email,
            EmailIsOwn = isOwn,
            EmailWaits = EmailAddress.TryParse(before.PendingEmail)?.Key == reading.Email?.Key,
            KeepsEmail = reading.Email is not null && hasEmail,
            PhoneNumber = hasNumber ? null : reading.PhoneNumber,
            PhoneNumberWaits = before.PendingPhoneNumber == reading.PhoneNumber,
            KeepsPhoneNumber = reading.PhoneNumber is not null && hasNumber,
            DropsPhoneNumber = reading.DropsPhoneNumber,
        };
    }

    /// <returns>Null: the account went meanwhile.</returns>
    private async Task<FeedEntry?> WriteAsync(
        NpgsqlConnection connection, Guid userId, ProfileReading reading, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entry = new FeedEntry(FeedKind.UserChanged, userId.ToString(), 0, now + TimeSpan.FromMinutes(10));
        await using var command = new NpgsqlCommand(
            """
            WITH changed AS (
                UPDATE users SET name = coalesce($2, name), profile = (profile - $3::text[]) || $4::jsonb, updated_at = $5
                WHERE id = $1 RETURNING id)
            INSERT INTO feed (kind, key, epoch, until) SELECT $6, id::text, 0, $7 FROM changed
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = reading.FullName });
        command.Parameters.AddWithValue(reading.Members.Where(m => m.Value is null).Select(m => m.Key).ToArray());
        command.Parameters.AddWithValue(
            JsonSerializer.Serialize(reading.Members.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value)));
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue((short)entry.Kind);
        command.Parameters.AddWithValue(entry.Until);
        return await command.ExecuteNonQueryAsync(ct) == 0 ? null : entry;
    }
}
