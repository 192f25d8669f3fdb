using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Declarations;

/// <summary>Looks at the files each second: notices of file systems get lost where folders are mounted or replaced.</summary>
public sealed class DeclarationWatcher(
    DeclarationRunner runner, TimeProvider clock, ILogger<DeclarationWatcher> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Watches until told to stop. Begin when the key ring is loaded.</summary>
    public async Task WatchAsync(CancellationToken stoppingToken)
    {
        var isTold = false;
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await runner.ApplyChangedAsync(stoppingToken);
                isTold = false;
            }
#pragma warning disable CA1031 // whatever went wrong, it is told once and tried again
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                if (!isTold)
                    Log.NotApplied(logger, e);
                isTold = true;
            }
        }
    }
}
