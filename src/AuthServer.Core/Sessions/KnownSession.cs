namespace AuthServer.Core.Sessions;

/// <summary>A session's row, and when this node last noted that somebody came by.</summary>
internal sealed class KnownSession(DateTimeOffset lastSeenAt)
{
    private long _lastSeen = lastSeenAt.UtcTicks;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset AuthTime { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    public required long UserEpoch { get; init; }

    public required bool Remembered { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Nobody came by for too long, as far as this node knows.</summary>
    public bool IsIdle(DateTimeOffset now, SessionOptions options) =>
        !Remembered && LastSeenAt <= now - options.IdleLifetime;

    /// <summary>Its time is over, whoever came by.</summary>
    public bool IsOver(DateTimeOffset now, SessionOptions options) =>
        ExpiresAt <= now || CreatedAt <= now - (Remembered ? options.RememberLifetime : options.AbsoluteLifetime);

    /// <summary>Somebody comes by.</summary>
    /// <returns>Whether that is worth a note: for one of many at once, and not again for so long.</returns>
    public bool See(DateTimeOffset now, TimeSpan every)
    {
        var seen = Volatile.Read(ref _lastSeen);
        return now.UtcTicks - seen >= every.Ticks && Interlocked.CompareExchange(ref _lastSeen, now.UtcTicks, seen) == seen;
    }

    private DateTimeOffset LastSeenAt => new(Volatile.Read(ref _lastSeen), TimeSpan.Zero);
}
