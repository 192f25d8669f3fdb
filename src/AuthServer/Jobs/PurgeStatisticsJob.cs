using AuthServer.Core.Statistics;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets counts of long ago.</summary>
internal sealed class PurgeStatisticsJob(StatisticStore statistics) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("statistics", statistics.SweepAsync, ct);
}
