namespace AuthServer.Core.Credentials;

/// <summary>
/// Who waits, in this process, for the same key: as many ask the database as may be admitted, the others wait here, where
/// it costs nothing.
/// </summary>
internal sealed class GuardQueue(int places)
{
    private const int MaxWaiting = 250;

    private readonly Lock _lock = new();
    private readonly Dictionary<GuardKey, Line> _lines = [];

    /// <summary>Waits for a place; giving it back is disposing it.</summary>
    /// <returns>Null: too many wait, or it took too long.</returns>
    public async Task<IDisposable?> EnterAsync(GuardKey key, TimeSpan patience, CancellationToken ct)
    {
        var line = Join(key);
        if (line is null)
            return null;
        var entered = false;
        try
        {
            entered = await line.Places.WaitAsync(patience, ct);
        }
        finally
        {
            if (!entered)
                Leave(key, line);
        }

        return entered ? new Place(this, key, line) : null;
    }

    private Line? Join(GuardKey key)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(key, out var line))
                _lines.Add(key, line = new Line(new SemaphoreSlim(places)));
            if (line.Inside == MaxWaiting)
                return null;
            line.Inside++;
            return line;
        }
    }

    private void Leave(GuardKey key, Line line)
    {
        lock (_lock)
        {
            if (--line.Inside > 0)
                return;
            _lines.Remove(key);
            line.Places.Dispose();
        }
    }

    private sealed class Line(SemaphoreSlim places)
    {
        public SemaphoreSlim Places { get; } = places;

        public int Inside { get; set; }
    }

    private sealed class Place(GuardQueue queue, GuardKey key, Line line) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 1)
                return;
            line.Places.Release();
            queue.Leave(key, line);
        }
    }
}
