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
            Tell(chore, await TryAsync(chore, cancellationToken));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Schedule.Chores(node).Select(chore => RepeatAsync(chore, stoppingToken)));

    private async Task RepeatAsync(Chore chore, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(chore.Rhythm, clock);
        string? told = null;
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (!opening.IsOpen)
                continue;
            var reason = await TryAsync(chore, ct);
            if (reason != told) // what lasts is told once
                Tell(chore, reason);
            told = reason;
        }
    }

    /// <returns>Why not; null: it is done.</returns>
    private static async Task<string?> TryAsync(Chore chore, CancellationToken ct)
    {
        try
        {
            await chore.Work(ct);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return DatabaseFault.ReasonOf(fault);
        }
    }

    private void Tell(Chore chore, string? reason)
    {
        if (reason is not null)
            Log.Failed(log, reason, chore.Name);
    }
}
