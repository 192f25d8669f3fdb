using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Ends what a person gave a client, for an administrator.</summary>
public sealed class AuthorizationEndings(
    NpgsqlDataSource database, AuditTrail audit, FeedReader feed, Lifetimes lifetimes, TimeProvider clock)
{
    private readonly AuthorizationEnd _end = new(database, feed, lifetimes, clock);

    /// <summary>Ends it; in force here at once and everywhere within a second.</summary>
    /// <returns>What the nodes read of it; null: there is none, or it had ended before.</returns>
    public async Task<FeedEntry?> EndAsync(Guid authorizationId, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await _end.EndAsync(connection, authorizationId, null, EndReasons.Revoked, ct) is not { } entry)
            return null;
        var told = new AuditEvent(cause.By, AuditActions.Revoked, AuditTargets.Authorization, entry.Key) { Reason = cause.Reason };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        return entry;
    }
}
