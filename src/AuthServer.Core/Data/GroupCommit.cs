namespace AuthServer.Core.Data;

/// <summary>
/// Writes together what comes at the same time: while one statement is on its way, what arrives waits and becomes the next
/// one. Who comes alone is written at once; of many, each pays a part of one statement and one commit.
/// </summary>
/// <param name="together">
/// One statement for works of distinct keys, which waits for nobody's lock. By key, the results of those that it wrote; the
/// others are left to <paramref name="alone"/>.
/// </param>
/// <param name="alone">A statement of its own, which waits as long as it must: nobody stands behind it.</param>
/// <param name="keyOf">Of works with one key, each has a statement of its own.</param>
public sealed class GroupCommit<TWork, TResult>(
    Func<IReadOnlyList<TWork>, Task<IReadOnlyDictionary<Guid, TResult>>> together, Func<TWork, Task<TResult>> alone,
    Func<TWork, Guid> keyOf)
{
    /// <summary>Most works of one statement: beyond some dozens they pay next to nothing any more.</summary>
    private const int Most = 64;

    private static readonly Dictionary<Guid, TResult> None = [];

    private readonly Lock _lock = new();
    private readonly List<Entry> _waiting = [];
    private bool _isWriting;

    /// <summary>Writes it. Once it is here it is written, whether or not somebody still waits for the result.</summary>
    public Task<TResult> RunAsync(TWork work)
    {
        var entry = new Entry(work, keyOf(work));
        lock (_lock)
        {
            _waiting.Add(entry);
            if (_isWriting)
                return entry.Result.Task;
            _isWriting = true;
        }

        _ = WriteAllAsync();
        return entry.Result.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            var results = await TryWriteAsync(batch);
            foreach (var entry in batch)
            {
                if (results.TryGetValue(entry.Key, out var result))
                    entry.Result.SetResult(result);
                else
                    _ = WriteAloneAsync(entry);
            }
        }
    }

    /// <summary>One that nobody can write must not take the others with it: what is wrong shows when it is alone.</summary>
    private async Task<IReadOnlyDictionary<Guid, TResult>> TryWriteAsync(List<Entry> batch)
    {
        try
        {
            return await together([.. batch.Select(e => e.Work)]);
        }
        catch (Exception)
        {
            return None;
        }
    }

    private async Task WriteAloneAsync(Entry entry)
    {
        try
        {
            entry.Result.SetResult(await alone(entry.Work));
        }
        catch (Exception fault)
        {
            entry.Result.SetException(fault);
        }
    }

    /// <summary>The next ones, in their order; empty: nobody waits, and this writer is done.</summary>
    private List<Entry> Take()
    {
        lock (_lock)
        {
            var batch = new List<Entry>(Math.Min(_waiting.Count, Most));
            var keys = new HashSet<Guid>();
            var left = 0;
            for (var i = 0; i < _waiting.Count; i++)
            {
                var entry = _waiting[i];
                if (batch.Count < Most && keys.Add(entry.Key))
                    batch.Add(entry);
                else
                    _waiting[left++] = entry;
            }

            _waiting.RemoveRange(left, _waiting.Count - left);
            _isWriting = batch.Count > 0;
            return batch;
        }
    }

    private sealed class Entry(TWork work, Guid key)
    {
        public TWork Work => work;

        public Guid Key => key;

        /// <summary>Whoever waits goes on elsewhere: the writer has the next ones to write.</summary>
        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
