using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Revocations;

/// <summary>Revocations for the protocol: memory, kept current by the feed, and the row that tells the other nodes.</summary>
public sealed class RevocationStore(NpgsqlDataSource database, FeedReader feed, RevocationMemory memory) : IRevocations
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
    public Task RevokeAsync(AccessToken token, CancellationToken ct) => RevokeAsync(token.Id, token.ExpiresAt, ct);

    /// <summary>Revokes one access token, of which no more may be known than its id.</summary>
    /// <param name="jti">Its id.</param>
    /// <param name="expiresAt">When it expires by itself, at the latest.</param>
    /// <returns>What the nodes read of it.</returns>
    public async Task<FeedEntry> RevokeAsync(string jti, DateTimeOffset expiresAt, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var entry = await FeedLines.AddAsync(
            connection, new FeedEntry(FeedKind.TokenRevoked, jti, 0, expiresAt + Margin), ct);
        feed.Apply(entry);
        return entry;
    }
}
