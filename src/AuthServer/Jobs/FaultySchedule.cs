using AuthServer.Core.Data;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>
/// What Quartz cannot do with its own tables, in one line each, in place of its own log: that there is no database is said
/// once, elsewhere, and Quartz tries again by itself.
/// </summary>
internal sealed class FaultySchedule(FeedReader feed, ILogger<FaultySchedule> log) : ISchedulerListener
{
    public ValueTask SchedulerError(
        IScheduler scheduler, SchedulerErrorContext errorContext, CancellationToken cancellationToken)
    {
        if (!feed.IsFailing)
            Log.ScheduleFailed(log, errorContext.Message, DatabaseFault.ReasonOf(errorContext.Exception));
        return ValueTask.CompletedTask;
    }
}
