using AuthServer.Core.Authorizations;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets authorizations that are past.</summary>
internal sealed class PurgeAuthorizationsJob(AuthorizationPurge authorizations) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("authorizations", authorizations.SweepAsync, ct);
}
