namespace AuthServer.Tests.Conformance;

/// <summary>How many modules run at a time. Who waits for a clock lets others go on meanwhile.</summary>
internal sealed class Slots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);

    public Task EnterAsync() => _free.WaitAsync();

    public void Leave() => _free.Release();

    /// <summary>Waits as long as the module demands: what it proves is what a clock does.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        Leave();
        try
        {
            await Task.Delay(time);
        }
        finally
        {
            await EnterAsync();
        }
    }

    public void Dispose() => _free.Dispose();
}
