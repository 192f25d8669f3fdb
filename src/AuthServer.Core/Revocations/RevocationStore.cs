using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Revocations;

/// <summary>Revocations for the protocol: memory, kept current by the feed, and the row that tells the other nodes.</summary>
public sealed class RevocationStore(NpgsqlDataSource database, FeedReader feed, RevocationMemory memory, AuditTrail audit) : IRevocations
{
    /// <summary>After its expiry a token is looked at for this long at most: clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public long ServerEpoch => memory.ServerEpoch;

    /// <inheritdoc/>
    public ValueTask EnsureFreshAsync(CancellationToken ct) => feed.EnsureFreshAsync(ct);

    /// <inheritdoc/>
    public bool Covers(AccessToken token) => memory.Covers(token);

    /// <inheritdoc/>
    public async Task RevokeAsync(AccessToken token, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        feed.Apply(await FeedLines.AddAsync(connection, EntryOf(token.Id, token.ExpiresAt), ct));
    }

    /// <summary>Revokes one access token for an administrator; of it no more may be known than its id.</summary>
    /// <param name="jti">Its id.</param>
    /// <param name="expiresAt">When it expires by itself, at the latest.</param>
    /// <returns>What the nodes read of it.</returns>
    public async Task<FeedEntry> RevokeAsync(string jti, DateTimeOffset expiresAt, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var entry = await FeedLines.AddAsync(connection, EntryOf(jti, expiresAt), ct);
        var told = new AuditEvent(cause.By, AuditActions.Revoked, AuditTargets.Token, jti) { Reason = cause.Reason };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        return entry;
    }

    private static FeedEntry EntryOf(string jti, DateTimeOffset expiresAt) => new(FeedKind.TokenRevoked, jti, 0, expiresAt + Margin);
}
