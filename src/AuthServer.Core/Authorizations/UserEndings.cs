using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>The end of everything of a person, asked for by themselves or an administrator. They may sign in again.</summary>
public sealed class UserEndings(NpgsqlDataSource database, AccountEndings accounts, AuditTrail audit)
{
    /// <summary>Ends every session and authorization of theirs.</summary>
    /// <returns>What the nodes read of it; null: there is no such user.</returns>
    public async Task<FeedEntry?> RevokeAsync(Guid userId, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE", connection);
        command.Parameters.AddWithValue(userId);
        if (await command.ExecuteScalarAsync(ct) is null)
            return null;
        var ended = await accounts.EndAllAsync(connection, userId, SessionEnd.Revoked, ct);
        var told = new AuditEvent(cause.By, AuditActions.Revoked, AuditTargets.User, userId.ToString())
        {
            Reason = cause.Reason,
            Person = userId,
        };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        accounts.Announce(ended);
        return ended;
    }
}
