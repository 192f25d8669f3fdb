using AuthServer.Core.Data;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets lines of the feed that no longer matter.</summary>
internal sealed class PurgeFeedJob(FeedPurge feed) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => Purging.RunAsync("feed", feed.SweepAsync, ct);
}
