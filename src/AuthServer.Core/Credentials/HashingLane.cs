using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Where password hashes are computed: a few at a time, as many waiting as will be served soon, none for long. A storm of
/// sign-ins makes sign-ins slow, and nothing else.
/// </summary>
internal sealed class HashingLane(IOptions<PasswordPolicy> policy) : IDisposable
{
    private readonly SemaphoreSlim _lanes = new(policy.Value.Lanes);
    private readonly HashingThreads _threads = new(policy.Value.Lanes);
    private readonly TimeSpan _longestWait = policy.Value.LongestWait.Value;
    private readonly int _capacity = policy.Value.Lanes * (1 + policy.Value.Waiting);
    private long _usual;
    private int _inside;
    private long _computed;

    /// <summary>Hashes computed so far: what sign-ins cost.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Whether the next one would be turned away: known before anything else is done for it.</summary>
    public bool IsFull => Volatile.Read(ref _inside) >= RoomNow;

    private int RoomNow =>
        Room(TimeSpan.FromTicks(Volatile.Read(ref _usual)), _longestWait, policy.Value.Lanes, _capacity);

    /// <summary>How many may be inside, so that the last one's turn comes in time.</summary>
    /// <param name="usual">What a hash takes of late; zero: not known yet.</param>
    /// <param name="longest">What the last one may wait.</param>
    /// <param name="lanes">How many are computed at once.</param>
    /// <param name="capacity">How many may be inside when they are quick.</param>
    /// <returns>At least one a lane, or nobody would ever find out that it goes faster now.</returns>
    public static int Room(TimeSpan usual, TimeSpan longest, int lanes, int capacity) =>
        usual <= TimeSpan.Zero ? capacity : (int)Math.Clamp(longest.Ticks / usual.Ticks * lanes, lanes, capacity);

    /// <summary>Computes on a thread of its own, behind everything else that there is to do.</summary>
    /// <returns>Null when too many wait already, or its turn did not come for twice the longest wait: nothing was computed.</returns>
    public async Task<T?> RunAsync<T>(Func<T> compute, CancellationToken ct) where T : struct
    {
        if (Interlocked.Increment(ref _inside) > RoomNow)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }

        try
        {
            if (!await WaitAsync(ct))
                return null;
            Counts.Busy.Add(1);
            try
            {
                var began = Stopwatch.GetTimestamp();
                var result = await _threads.RunAsync(compute);
                Took(Stopwatch.GetElapsedTime(began).Ticks);
                return result;
            }
            finally
            {
                Counts.Busy.Add(-1);
                _lanes.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken ct)
    {
        Counts.Waiting.Add(1);
        try
        {
            return await _lanes.WaitAsync(2 * _longestWait, ct);
        }
        finally
        {
            Counts.Waiting.Add(-1);
        }
    }

    // One that two lanes write at once may be lost: it is a moving average.
    private void Took(long ticks)
    {
        Interlocked.Increment(ref _computed);
        Counts.Computed.Add(1);
        var usual = Volatile.Read(ref _usual);
        Volatile.Write(ref _usual, usual == 0 ? ticks : usual + ((ticks - usual) / 8));
    }

    public void Dispose()
    {
        _threads.Dispose();
        _lanes.Dispose();
    }
}
