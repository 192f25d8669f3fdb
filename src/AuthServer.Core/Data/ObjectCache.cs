using System.Collections.Concurrent;

namespace AuthServer.Core.Data;

/// <summary>
/// Objects in memory: bounded, loaded on a miss, once however many ask. That there is none is remembered for a few
/// seconds.
/// </summary>
/// <remarks>
/// An entry is the load itself. Removing it makes a load that began before the change unfindable to whoever comes
/// after the change, however late it ends: so no load ever replaces a newer one.
/// </remarks>
/// <param name="load">Reads one object; null when there is none.</param>
/// <param name="generationSize">Half of the most that is held: what nobody asked for during one generation goes.</param>
public sealed class ObjectCache<TKey, TValue>(
    Func<TKey, CancellationToken, Task<TValue?>> load, int generationSize, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private static readonly TimeSpan AbsenceLifetime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<TKey, Entry> _young = new();
    private ConcurrentDictionary<TKey, Entry> _old = new();

    /// <summary>The object, from memory as a rule.</summary>
    public ValueTask<TValue?> FindAsync(TKey key, CancellationToken ct)
    {
        if (!_young.TryGetValue(key, out var entry) || IsStale(entry))
            entry = FindOrLoad(key);
        // One caller who goes away must not take the load from the others: it hears no cancellation.
        return entry.Load.IsCompletedSuccessfully
            ? new ValueTask<TValue?>(entry.Load.Result)
            : new ValueTask<TValue?>(entry.Load.WaitAsync(ct));
    }

    /// <summary>Forgets one object.</summary>
    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _young.TryRemove(key, out _);
            _old.TryRemove(key, out _);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_lock)
            (_young, _old) = (new(), new());
    }

    private Entry FindOrLoad(TKey key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var entry) && !IsStale(entry))
                return entry;
            if (!_old.TryRemove(key, out entry) || IsStale(entry))
                entry = Start(key);
            if (_young.Count >= generationSize)
                (_old, _young) = (_young, new());
            _young[key] = entry;
            return entry;
        }
    }

    private Entry Start(TKey key)
    {
        var entry = new Entry();
        entry.Load = Task.Run(async () =>
        {
            try
            {
                var value = await load(key, CancellationToken.None);
                if (value is null)
                    entry.AbsentSince = clock.GetTimestamp();
                return value;
            }
            catch
            {
                entry.Failed = true;
                throw;
            }
        });
        return entry;
    }

    private bool IsStale(Entry entry) =>
        entry.Failed || (entry.AbsentSince is var since and not 0 && clock.GetElapsedTime(since) > AbsenceLifetime);

    private sealed class Entry
    {
        public Task<TValue?> Load { get; set; } = Task.FromResult<TValue?>(null);

        /// <summary>A timestamp; 0: it is there, or nobody knows yet.</summary>
        public long AbsentSince { get; set; }

        public bool Failed { get; set; }
    }
}
