using AuthServer.Core.Data;
using AuthServer.Hosting;

namespace AuthServer.Jobs;

/// <summary>Does the chores of this node, each in its rhythm.</summary>
internal sealed class ChoreRunner(
    IServiceProvider node, Opening opening, TimeProvider clock, ILogger<ChoreRunner> log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var chore in Schedule.Chores(node).Where(c => c.IsAlsoLast && opening.IsOpen))
            await TryAsync(chore, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Schedule.Chores(node).Select(chore => RepeatAsync(chore, stoppingToken)));

    private async Task RepeatAsync(Chore chore, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(chore.Rhythm, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (opening.IsOpen)
                await TryAsync(chore, ct);
        }
    }

    private async Task TryAsync(Chore chore, CancellationToken ct)
    {
        try
        {
            await chore.Work(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.Failed(log, DatabaseFault.ReasonOf(fault), chore.Name);
        }
    }
}
