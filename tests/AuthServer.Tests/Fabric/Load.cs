using System.Net;
using AuthServer.Tests.Attacks;

namespace AuthServer.Tests.Fabric;

/// <summary>What apps and APIs do meanwhile: tokens are asked for and looked at, on every node.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _enough = new();
    private readonly Task[] _workers;
    private int _asked;

    public Load(IEnumerable<Desk> desks) => _workers = [.. desks.Select(desk => Task.Run(() => AskAsync(desk)))];

    /// <summary>How many requests were answered well.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_workers);
        _enough.Dispose();
    }

    private async Task AskAsync(Desk desk)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_enough.Token))
            {
                var token = await desk.MachineAsync("machine");
                if (token.Status == HttpStatusCode.OK && (await desk.IntrospectAsync("watcher", token["access_token"]!)).Status == HttpStatusCode.OK)
                    Interlocked.Add(ref _asked, 2);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
