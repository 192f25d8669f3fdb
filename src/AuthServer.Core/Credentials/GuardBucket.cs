namespace AuthServer.Core.Credentials;

/// <summary>The wrong passwords that one key has heard of, and those that may yet turn out wrong. Pure.</summary>
internal sealed record GuardBucket
{
    /// <summary>Wrong ones in a row, whatever locks lay between: then it stays locked for <see cref="Rest"/>.</summary>
    public const int Cap = 100;

    /// <summary>Without a wrong one for so long, all are forgotten.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromDays(1);

    // A node that dies while it checks never gives its ticket back.
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Wrong ones since the last right one, the last lock, or a pause as long as a lock.</summary>
    public int Failures { get; init; }

    /// <summary>Wrong ones since the last right one or the last <see cref="Rest"/>.</summary>
    public int Streak { get; init; }

    /// <summary>Tickets that are out, of UUID version 7: each carries its time.</summary>
    public IReadOnlyList<Guid> Pending { get; init; } = [];

    public DateTimeOffset? LockedUntil { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsEmpty => Failures == 0 && Streak == 0 && Pending.Count == 0 && LockedUntil is null;

    /// <summary>As it is now: without what time has healed.</summary>
    public GuardBucket At(DateTimeOffset now, TimeSpan lockDuration)
    {
        var bucket = this;
        if (Pending.Any(t => IsLost(t, now)))
            bucket = bucket with { Pending = [.. Pending.Where(t => !IsLost(t, now))] };
        if (bucket.LockedUntil is { } until ? until <= now : bucket.FailedAt + lockDuration <= now)
            bucket = bucket with { Failures = 0, LockedUntil = null };
        return bucket.FailedAt + Rest <= now ? bucket with { Streak = 0, FailedAt = null } : bucket;
    }

    /// <summary>Whether one more may be checked: were all that are being checked wrong, it would not be too many.</summary>
    public bool HasRoom(int threshold) => LockedUntil is null && Failures + Pending.Count < threshold;

    public GuardBucket With(Guid ticket) => this with { Pending = [.. Pending, ticket] };

    public GuardBucket Without(Guid ticket) => this with { Pending = [.. Pending.Where(t => t != ticket)] };

    /// <summary>After a wrong password.</summary>
    public GuardBucket Failed(Guid ticket, DateTimeOffset now, LockoutOptions options)
    {
        var bucket = Without(ticket) with { Failures = Failures + 1, Streak = Streak + 1, FailedAt = now };
        if (bucket.Streak >= Cap)
            return bucket with { LockedUntil = now + Rest };
        return bucket.Failures >= options.Threshold && LockedUntil is null
            ? bucket with { LockedUntil = now + options.Duration }
            : bucket;
    }

    private static bool IsLost(Guid ticket, DateTimeOffset now) => Age(ticket) + TicketLifetime <= now;

    private static DateTimeOffset Age(Guid ticket)
    {
        Span<byte> bytes = stackalloc byte[16];
        ticket.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(
            (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
