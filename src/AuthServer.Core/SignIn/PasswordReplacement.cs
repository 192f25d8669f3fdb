using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Credentials;
using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>
/// A new password, with all that follows: whoever was signed in is not any more, what was under way is off, and the
/// person is told.
/// </summary>
internal sealed class PasswordReplacement(AccountEndings endings, AuditTrail audit, Outbox outbox)
{
    /// <summary>Replaces it, in the transaction that is open on the connection.</summary>
    /// <param name="action">What the audit log calls it.</param>
    /// <param name="epoch">The user's, when the right to do this was proved.</param>
    /// <param name="hash">Of <see cref="NewPasswords"/>.</param>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    /// <returns>For <see cref="Announce"/>; null: everything of the user was ended since the proof, and nothing changed.</returns>
    public async Task<FeedEntry?> ReplaceAsync(
        NpgsqlConnection connection, string action, Guid userId, long epoch, string hash, string? locale, CancellationToken ct)
    {
        // Rows of codes are locked before those of users, by everybody.
        await OneTimeCodes.KillAsync(connection, userId, ct);
        await using var command = new NpgsqlCommand(
            """
            UPDATE users SET password_hash = $3, security_stamp = gen_random_uuid()::text
            WHERE id = $1 AND epoch <= $2 AND enabled RETURNING email, normalized_email, name, locale
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(epoch);
        command.Parameters.AddWithValue(hash);
        string email, key;
        string? name, own;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                return null;
            (email, key) = (row.GetString(0), row.GetString(1));
            (name, own) = (row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3));
        }

        var ended = await endings.EndAllAsync(connection, userId, SessionEnd.PasswordChanged, ct);
        // Whoever knew the old password may have begun all of these.
        await PendingChanges.DropAsync(connection, userId, ct);
        await KnownDevices.ForgetAsync(connection, userId, ct);
        await SignInGuard.UnlockAsync(connection, key, ct);
        var told = new NewMessage(MessageKind.PasswordChanged, MessageChannel.Email, email)
        {
            UserId = userId,
            Name = name,
            Locale = own ?? locale,
        };
        await audit.AddAsync(connection, AuditEvent.OfSelf(userId, action), ct);
        await outbox.AddAsync(connection, told, ct);
        return ended;
    }

    /// <summary>After the commit, before anything is answered: in force on this node.</summary>
    public void Announce(FeedEntry ended)
    {
        endings.Announce(ended);
        outbox.Nudge();
    }
}
