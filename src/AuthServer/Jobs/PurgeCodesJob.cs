using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Npgsql;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets one-time codes that are over, and changes that nobody confirmed.</summary>
internal sealed class PurgeCodesJob(OneTimeCodes codes, PendingChanges changes, NpgsqlDataSource database) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        await Purging.RunAsync("one_time_codes", codes.SweepAsync, ct);
        await Purging.RunAsync("pending_changes", (sweep, stop) => changes.SweepAsync(database, sweep, stop), ct);
    }
}
