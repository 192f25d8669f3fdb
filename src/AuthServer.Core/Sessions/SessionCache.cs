using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Sessions in memory: whoever is signed in here comes by again. The feed drops what has ended.</summary>
public sealed class SessionCache(NpgsqlDataSource database, TimeProvider clock) : IFeedListener
{
    // Some 500 bytes each.
    private const int GenerationSize = 50_000;

    private readonly ObjectCache<Guid, KnownSession> _cache =
        new((id, ct) => LoadAsync(database, id, ct), GenerationSize, clock);

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind is FeedKind.SessionEnded or FeedKind.SessionRevoked)
            _cache.Remove(Guid.Parse(entry.Key));
        else if (entry.Kind is FeedKind.AllRevoked)
            _cache.Clear();
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();

    /// <summary>The session; null: there is none, or it has ended.</summary>
    internal ValueTask<KnownSession?> FindAsync(Guid id, CancellationToken ct) => _cache.FindAsync(id, ct);

    /// <summary>The session as its row is now: another node may have seen it since.</summary>
    internal ValueTask<KnownSession?> FindAnewAsync(Guid id, CancellationToken ct)
    {
        _cache.Remove(id);
        return _cache.FindAsync(id, ct);
    }

    private static async Task<KnownSession?> LoadAsync(NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT user_id, auth_time, methods, user_epoch, remembered, created_at, expires_at, last_seen_at
            FROM sessions WHERE id = $1 AND ended_at IS NULL
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        return new KnownSession(row.GetFieldValue<DateTimeOffset>(7))
        {
            Id = id,
            UserId = row.GetGuid(0),
            AuthTime = row.GetFieldValue<DateTimeOffset>(1),
            Methods = row.GetFieldValue<string[]>(2),
            UserEpoch = row.GetInt64(3),
            Remembered = row.GetBoolean(4),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
            ExpiresAt = row.GetFieldValue<DateTimeOffset>(6),
        };
    }
}
