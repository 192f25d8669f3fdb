using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Credentials;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Sessions;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Deletes accounts. Their ids come from the clock and never again; their rows go at once.</summary>
public sealed class AccountDeletions(NpgsqlDataSource database, AccountEndings endings, AuditTrail audit, Outbox outbox)
{
    /// <summary>Ends everything, deletes every row about the person, and says so by mail, in one transaction.</summary>
    /// <param name="locale">Of the request; the person's own goes before it.</param>
    /// <returns>False: there is no such user.</returns>
    public async Task<bool> DeleteAsync(Guid userId, string? locale, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Rows of codes are locked before those of users, by everybody.
        await OneTimeCodes.KillAsync(connection, userId, ct);
        if (await LockAsync(connection, userId, ct) is not { } person)
            return false;
        // The line in the feed outlives the rows: tokens that are under way die on every node.
        var ended = await endings.EndAllAsync(connection, userId, SessionEnd.UserClosed, ct);
        await SignInGuard.UnlockAsync(connection, person.Key, ct);
        await DeleteRowsAsync(connection, userId, ct);
        await audit.AddAsync(connection, AuditEvent.OfSelf(userId, AuditActions.UserDeleted), ct);
        await AuditTrail.EraseAsync(connection, [userId], ct);
        // Without the id: the message is the last that is known of the person, and goes when it is sent.
        var told = new NewMessage(MessageKind.AccountDeleted, MessageChannel.Email, person.Email)
        {
            Name = person.Name,
            Locale = person.Locale ?? locale,
        };
        await outbox.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        endings.Announce(ended);
        outbox.Nudge();
        return true;
    }

    // Wholly: a session that is being begun waits, and then finds nobody.
    private static async Task<Person?> LockAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT email, normalized_email, name, locale FROM users WHERE id = $1 FOR UPDATE", connection);
        command.Parameters.AddWithValue(userId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new Person(
                row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))
            : null;
    }

    /// <summary>The rest hangs on the user's row and goes with it.</summary>
    private static async Task DeleteRowsAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        string[] statements =
        [
            // Notices that still wait stay, without the id: an intruder who deletes the account must not keep its owner's
            // old address from hearing what came before.
            "UPDATE outbox SET user_id = NULL WHERE user_id = $1 AND state = 1 AND expires_at IS NULL",
            "DELETE FROM outbox WHERE user_id = $1",
            "DELETE FROM consents WHERE user_id = $1",
            "DELETE FROM authorizations WHERE user_id = $1",
            "DELETE FROM sessions WHERE user_id = $1",
            "DELETE FROM users WHERE id = $1",
        ];
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddWithValue(userId);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private sealed record Person(string Email, string Key, string? Name, string? Locale);
}
