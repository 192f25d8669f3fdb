using AuthServer.Core.Declarations.Changes;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Writes down how the configuration was edited, so that there is a way back.</summary>
internal sealed class RecordChangesJob(ConfigurationDesk desk) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await desk.RecordAsync(ct);
}
