using System.Threading.Channels;

namespace AuthServer.Core.Deliveries;

/// <summary>
/// Keeps a few deliveries running side by side. One that takes long keeps one place busy and no more; a place that becomes
/// free is filled at once.
/// </summary>
/// <param name="begin">Begins what is due, told how many are running; returns what it began.</param>
/// <param name="rest">What to do while nothing runs.</param>
internal sealed class DeliveryLoop(
    Func<int, CancellationToken, Task<IReadOnlyList<Task>>> begin, Func<ValueTask> rest)
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something may be due.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Delivers whenever the bell rings, until told to stop; what is on its way then is finished first.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        var rung = Task.FromResult(true);
        var stopped = Task.Delay(Timeout.Infinite, stopping);
        while (!stopping.IsCancellationRequested)
        {
            if (rung.IsCompleted)
                rung = _bell.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny([.. running, rung, stopped]);
            var heard = _bell.Reader.TryRead(out _);
            var ended = running.RemoveWhere(t => t.IsCompleted) > 0;
            if (heard || ended)
                running.UnionWith(await begin(running.Count, stopping));
            if (running.Count == 0)
                await rest();
        }

        await Task.WhenAll(running);
        await rest();
    }
}
