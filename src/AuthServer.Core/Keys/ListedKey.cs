using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Keys;

/// <summary>A key of the ring as an administrator sees it: never what is secret of it.</summary>
public sealed record ListedKey
{
    /// <summary><c>kid</c> of a signing key.</summary>
    public required string Name { get; init; }

    /// <summary>Of a signing key; null: a key that seals and derives.</summary>
    public required string? Algorithm { get; init; }

    /// <summary>Where it stands now.</summary>
    public required KeyState State { get; init; }

    /// <summary>When it was made, and announced.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was or will be used first.</summary>
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>When its successor took or takes over; null: none is announced.</summary>
    public required DateTimeOffset? RetiresAt { get; init; }

    /// <summary>When the last thing made with it has expired; null: nobody knows yet.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The public half of a signing key that is published; else null.</summary>
    public required Jwk? Public { get; init; }

    internal static ListedKey Of(KeyRow row, IReadOnlyList<SigningKey> published, DateTimeOffset now) => new()
    {
        Name = row.Name,
        Algorithm = row.Kind == KeyKind.Signing ? row.Algorithm : null,
        State = StateOf(row, now),
        CreatedAt = row.CreatedAt,
        ActivatesAt = row.ActivatesAt,
        RetiresAt = row.RetiresAt,
        ExpiresAt = row.ExpiresAt,
        Public = published.FirstOrDefault(k => k.Id == row.Name) is { } key ? Jwk.Of(key) : null,
    };

    internal static KeyState StateOf(KeyRow row, DateTimeOffset now) =>
        row.ExpiresAt <= now && row.ExpiresAt == row.RetiresAt ? KeyState.Revoked
        : row.RetiresAt <= now ? KeyState.Retired
        : row.ActivatesAt > now ? KeyState.Announced
        : KeyState.Active;
}
