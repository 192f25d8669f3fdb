using System.Collections.Concurrent;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Threads that compute password hashes and nothing else, behind everything else that there is to do
/// (<see cref="LowRank"/>). Those of the pool could not: a thread never gets back what it gave up.
/// </summary>
internal sealed class HashingThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    // A thread inherits the rank of the one that starts it, and whoever completes a task may have to start one of the
    // pool's. So results are handed to a thread of the usual rank, which completes.
    private readonly BlockingCollection<Action> _done = [];
    private int _working;

    /// <param name="count">How many compute at once, at least 1.</param>
    public HashingThreads(int count)
    {
        _working = count;
        new Thread(Complete) { IsBackground = true, Name = "hashed" }.Start();
        for (var i = 0; i < count; i++)
            new Thread(Work) { IsBackground = true, Name = "hashing" }.Start();
    }

    /// <summary>Computes as soon as a thread is free.</summary>
    /// <returns>What <paramref name="compute"/> returns or throws. Whoever waits goes on at the usual rank.</returns>
    /// <exception cref="InvalidOperationException">Disposed already.</exception>
    public Task<T> RunAsync<T>(Func<T> compute)
    {
        var task = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                var result = compute();
                _done.Add(() => task.SetResult(result));
            }
            catch (Exception fault)
            {
                _done.Add(() => task.SetException(fault));
            }
        });
        return task.Task;
    }

    /// <summary>The threads end when they have done what was begun.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        LowRank.Take();
        foreach (var compute in _work.GetConsumingEnumerable())
            compute();
        if (Interlocked.Decrement(ref _working) == 0)
            _done.CompleteAdding();
    }

    private void Complete()
    {
        foreach (var complete in _done.GetConsumingEnumerable())
            complete();
    }
}
