using System.Collections.Concurrent;
using System.Diagnostics;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Threads that compute password hashes and nothing else, behind everything else that there is to do
/// (<see cref="LowRank"/>). Those of the pool could not: a thread never gets back what it gave up.
/// </summary>
/// <remarks>
/// A hash begins on a thread of the lowest rank, which delays nobody. On a core that is never idle it would not end: when it
/// takes far longer than it can, it is begun anew on one that gets a tenth, and whichever ends first counts. Both offer their
/// core to others all the time (<see cref="YieldTimer"/>).
/// </remarks>
internal sealed class HashingThreads : IDisposable
{
    /// <summary>Of the threads on which a hash begins.</summary>
    internal const string NameOfIdle = "hashing, idle";

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Action> _idle = [];
    private readonly BlockingCollection<Action> _behind = [];

    // A thread inherits the rank of the one that starts it, and whoever completes a task may have to start one of the
    // pool's. So results are handed to a thread of the usual rank, which completes.
    private readonly BlockingCollection<Action> _done = [];

    // What is loaded and initialized at the first use is locked by who does it: nobody may do that who can be starved.
    private bool _isWarm;
    private int _free;
    private int _working;
    private long _shortest = MostPatience.Ticks;

    /// <param name="count">How many compute at once, at least 1.</param>
    public HashingThreads(int count) : this(count, LowRank.TakeLowest)
    {
    }

    /// <param name="takeLowest">Called by the threads on which a hash begins.</param>
    /// <inheritdoc cref="HashingThreads(int)"/>
    internal HashingThreads(int count, Action takeLowest)
    {
        (_free, _working) = (count, 2 * count);
        new Thread(Complete) { IsBackground = true, Name = "hashed" }.Start();
        for (var i = 0; i < count; i++)
        {
            new Thread(() => Work(_idle, takeLowest)) { IsBackground = true, Name = NameOfIdle }.Start();
            new Thread(() => Work(_behind, LowRank.Take)) { IsBackground = true, Name = "hashing" }.Start();
        }
    }

    /// <summary>Computes as soon as a thread is free.</summary>
    /// <param name="compute">May be called twice, side by side.</param>
    /// <returns>What <paramref name="compute"/> returns or throws. Whoever waits goes on at the usual rank.</returns>
    /// <exception cref="InvalidOperationException">Disposed already.</exception>
    public async Task<T> RunAsync<T>(Func<T> compute)
    {
        var hash = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        // None is free while what was begun anew elsewhere is still in its hands.
        if (!Volatile.Read(ref _isWarm) || !TryTake())
        {
            Begin(_behind, hash, compute);
            return await hash.Task;
        }

        var began = Stopwatch.GetTimestamp();
        Begin(_idle, hash, compute, () => Free(began));
        // Real time, whatever the clock says: it is a core that is waited for.
        await ((Task)hash.Task.WaitAsync(Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!hash.Task.IsCompleted)
            Begin(_behind, hash, compute);
        return await hash.Task;
    }

    /// <summary>Three times what one takes, of late, where nothing disturbs it.</summary>
    private TimeSpan Patience =>
        TimeSpan.FromTicks(Math.Clamp(3 * Volatile.Read(ref _shortest), LeastPatience.Ticks, MostPatience.Ticks));

    private bool TryTake()
    {
        if (Interlocked.Decrement(ref _free) >= 0)
            return true;
        Interlocked.Increment(ref _free);
        return false;
    }

    private void Free(long began)
    {
        // Of two at once one may be lost: the next ones mend that.
        Volatile.Write(ref _shortest, Shortest(Volatile.Read(ref _shortest), Stopwatch.GetElapsedTime(began).Ticks));
        Interlocked.Increment(ref _free);
    }

    /// <summary>What the shortest of late took, after one more.</summary>
    /// <remarks>
    /// One that was cheap, as some imported hashes are, must not make all others seem starved: it is forgotten by and by.
    /// </remarks>
    internal static long Shortest(long known, long took)
    {
        var grown = Math.Max(known, LeastPatience.Ticks / 3);
        return Math.Min(took, grown + (grown / 8));
    }

    /// <summary>The threads end when they have done what was begun.</summary>
    public void Dispose()
    {
        _idle.CompleteAdding();
        _behind.CompleteAdding();
    }

    private void Begin<T>(
        BlockingCollection<Action> work, TaskCompletionSource<T> hash, Func<T> compute, Action? isFree = null) =>
        work.Add(() =>
        {
            Action? complete = null;
            try
            {
                // What ended elsewhere before its turn came here is not computed again: the others stand behind it.
                if (!hash.Task.IsCompleted)
                {
                    var result = compute();
                    complete = () => hash.TrySetResult(result);
                }
            }
            catch (Exception fault)
            {
                complete = () => hash.TrySetException(fault);
            }

            Volatile.Write(ref _isWarm, true);
            isFree?.Invoke(); // before anybody hears of it: the next one may begin at once
            if (complete is not null)
                _done.Add(complete);
        });

    private void Work(BlockingCollection<Action> work, Action takeRank)
    {
        takeRank();
        using var yields = YieldTimer.TryCreate();
        foreach (var compute in work.GetConsumingEnumerable())
        {
            yields?.Begin();
            compute();
            yields?.End();
        }

        if (Interlocked.Decrement(ref _working) == 0)
            _done.CompleteAdding();
    }

    private void Complete()
    {
        foreach (var complete in _done.GetConsumingEnumerable())
            complete();
    }
}
