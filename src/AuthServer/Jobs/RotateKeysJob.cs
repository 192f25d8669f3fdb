using AuthServer.Core.Keys;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Announces new keys, and retires those whose time is over.</summary>
internal sealed class RotateKeysJob(KeyRing keys) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await keys.RotateIfDueAsync(ct);
}
