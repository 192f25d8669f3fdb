using AuthServer.Core.Data;
using AuthServer.Hosting;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Starts the schedule once the server is open, and lets what runs finish when it stops.</summary>
internal sealed class ScheduleRunner(
    ISchedulerFactory schedulers, Opening opening, TimeProvider clock, ILogger<ScheduleRunner> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    private IScheduler? _running;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_running is not null)
            await _running.Shutdown(true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!opening.IsOpen || !await TryStartAsync(stoppingToken))
            await Task.Delay(Rhythm, clock, stoppingToken);
    }

    private async Task<bool> TryStartAsync(CancellationToken ct)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(ct);
            await scheduler.DeleteJobs([.. Schedule.Retired.Select(name => new JobKey(name))], ct);
            await scheduler.Start(ct);
            _running = scheduler;
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.NotStarted(log, DatabaseFault.ReasonOf(fault));
            return false;
        }
    }
}
