using AuthServer.Core.Keys;
using AuthServer.Core.Revocations;
using AuthServer.Hosting;

namespace AuthServer.Jobs;

/// <summary>Everything that a clock starts, and its rhythm. Each node does all of it; none of it minds being done twice.</summary>
internal sealed class Schedule(
    KeyRing keys, RevocationMemory revocations, Opening opening, TimeProvider clock, ILogger<Schedule> log) : BackgroundService
{
    private (TimeSpan Rhythm, string Name, Func<CancellationToken, Task> Work)[] All =>
    [
        (TimeSpan.FromHours(1), "rotate keys", keys.RotateIfDueAsync),
        (TimeSpan.FromMinutes(1), "forget expired revocations", _ => ForgetAsync()),
    ];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(All.Select(job => RepeatAsync(job.Rhythm, job.Name, job.Work, stoppingToken)));

    private async Task RepeatAsync(TimeSpan rhythm, string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(rhythm, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (!opening.IsOpen)
                continue;
            try
            {
                await work(ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Failed(log, fault, name);
            }
        }
    }

    private Task ForgetAsync()
    {
        revocations.Sweep(clock.GetUtcNow());
        return Task.CompletedTask;
    }
}
