using AuthServer.Core.Data;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>
/// A job that fails is tried again in its rhythm. That the database was away meanwhile is one line in the log; Quartz
/// itself would write a page of calls.
/// </summary>
internal sealed class FaultyJobs(ILogger<FaultyJobs> log) : IJobExecutionMiddleware
{
    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken)
    {
        var name = context.JobDetail.Key.Name;
        try
        {
            await next(context, cancellationToken);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault))
        {
            Log.Waits(log, name, DatabaseFault.ReasonOf(fault));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.JobFailed(log, fault, name);
        }
    }
}
