namespace AuthServer.Hosting;

/// <summary>
/// Counts by key within the present minute, in one megabyte however many keys there are: a key has a slot in each of two
/// tables, and the lower of the two counts is its own or, once in billions, a little more (a count-min sketch). Hashes are
/// seeded by the process, so nobody can aim at another's slots.
/// </summary>
internal sealed class WindowCounts(TimeProvider clock)
{
    private const int Seconds = 60;
    private const int Size = 1 << 16;

    // In each slot: the minute it counts in the upper half, the count in the lower.
    private readonly long[] _first = new long[Size];
    private readonly long[] _second = new long[Size];

    /// <summary>Until the next minute; at least a second.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(Seconds - (clock.GetUtcNow().ToUnixTimeSeconds() % Seconds));

    /// <summary>How often this key was counted in this minute.</summary>
    /// <param name="hash">Of <see cref="HashCode"/>, which is seeded.</param>
    public int Find(int hash)
    {
        var minute = Minute();
        return Math.Min(CountOf(Volatile.Read(ref First(hash)), minute), CountOf(Volatile.Read(ref Second(hash)), minute));
    }

    /// <summary>Counts it once more.</summary>
    public void Add(int hash)
    {
        var minute = Minute();
        Add(ref First(hash), minute);
        Add(ref Second(hash), minute);
    }

    private static void Add(ref long slot, long minute)
    {
        long seen, next;
        do
        {
            seen = Volatile.Read(ref slot);
            var count = CountOf(seen, minute);
            if (count == int.MaxValue)
                return;
            next = (minute << 32) | (uint)(count + 1);
        }
        while (Interlocked.CompareExchange(ref slot, next, seen) != seen);
    }

    private static int CountOf(long slot, long minute) => slot >> 32 == minute ? (int)slot : 0;

    private long Minute() => clock.GetUtcNow().ToUnixTimeSeconds() / Seconds;

    private ref long First(int hash) => ref _first[hash & (Size - 1)];

    private ref long Second(int hash) => ref _second[(int)((uint)hash >> 16)];
}
