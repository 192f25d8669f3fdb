using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>The end of everything of a person, asked for by themselves or an administrator; the lock on an account.</summary>
public sealed class UserEndings(
    NpgsqlDataSource database, AccountEndings accounts, AuditTrail audit, FeedReader feed, TimeProvider clock)
{
    /// <summary>Ends every session and authorization of theirs. They may sign in again.</summary>
    /// <returns>What the nodes read of it; null: there is no such user.</returns>
    public Task<FeedEntry?> RevokeAsync(Guid userId, Cause cause, CancellationToken ct) =>
        EndAsync(userId, SessionEnd.Revoked, cause, AuditActions.Revoked, ct);

    /// <summary>Locks the account: everything ends, and nobody signs in there until <see cref="UnlockAsync"/>.</summary>
    /// <returns>False: there is no such user.</returns>
    public async Task<bool> LockAsync(Guid userId, Cause cause, CancellationToken ct) =>
        await EndAsync(userId, SessionEnd.UserClosed, cause, AuditActions.UserLocked, ct) is not null;

    /// <summary>Opens a locked account. What ended stays ended.</summary>
    /// <returns>False: there is no such user.</returns>
    public async Task<bool> UnlockAsync(Guid userId, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("UPDATE users SET disabled_at = NULL WHERE id = $1", connection);
        command.Parameters.AddWithValue(userId);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        var entry = await FeedLines.AddChangedAsync(connection, FeedKind.UserChanged, userId.ToString(), clock.GetUtcNow(), ct);
        await audit.AddAsync(connection, Told(userId, cause, AuditActions.UserUnlocked), ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        return true;
    }

    private static AuditEvent Told(Guid userId, Cause cause, string action) =>
        new(cause.By, action, AuditTargets.User, userId.ToString()) { Reason = cause.Reason, Person = userId };

    private async Task<FeedEntry?> EndAsync(Guid userId, SessionEnd why, Cause cause, string action, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            "UPDATE users SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, $3) ELSE disabled_at END WHERE id = $1", connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(why == SessionEnd.UserClosed);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return null;
        var ended = await accounts.EndAllAsync(connection, userId, why, ct);
        await audit.AddAsync(connection, Told(userId, cause, action), ct);
        await transaction.CommitAsync(ct);
        accounts.Announce(ended);
        return ended;
    }
}
