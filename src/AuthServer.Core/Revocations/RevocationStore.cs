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
    public async Task RevokeAsync(AccessToken token, CancellationToken ct)
    {
        var entry = new FeedEntry(FeedKind.TokenRevoked, token.Id, 0, token.ExpiresAt + Margin);
        await using var command = database.CreateCommand("INSERT INTO feed (kind, key, epoch, until) VALUES ($1, $2, 0, $3)");
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)entry.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Key });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.Until });
        await command.ExecuteNonQueryAsync(ct);
        feed.Apply(entry);
    }
}
