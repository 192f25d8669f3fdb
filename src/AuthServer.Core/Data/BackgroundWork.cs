namespace AuthServer.Core.Data;

/// <summary>
/// Work done behind the scenes when asked for: never two runs at once, never more often than the interval, and a
/// request is never lost: one that comes during a run, which may have read too early, causes another.
/// </summary>
public sealed class BackgroundWork(
    Func<CancellationToken, Task> work, TimeSpan interval, TimeProvider clock, Action<Exception> failed) : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningAndAsked = 2;

    private readonly CancellationTokenSource _stop = new();
    private int _state;
    private long? _lastStart;
    private bool _isDisposed;

    /// <summary>Asks for a run; returns at once.</summary>
    public void Request()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle)
            _ = Task.Run(RunAsync);
        else
            Interlocked.CompareExchange(ref _state, RunningAndAsked, Running);
    }

    /// <summary>Stops; what runs is cancelled. May be called again: the container does, once a registration.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            // From one token to the other so that Dispose in between harms nobody.
            var ct = _stop.Token;
            do
            {
                Volatile.Write(ref _state, Running);
                await PauseAsync(ct);
                _lastStart = clock.GetTimestamp();
                await TryAsync(ct);
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server is stopping.
        }
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        if (_lastStart is { } last && clock.GetElapsedTime(last) is var passed && passed < interval)
            await Task.Delay(interval - passed, clock, ct);
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
#pragma warning disable CA1031 // whatever went wrong, it is told and tried again
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            failed(e);
            Volatile.Write(ref _state, RunningAndAsked);
        }
    }
}
