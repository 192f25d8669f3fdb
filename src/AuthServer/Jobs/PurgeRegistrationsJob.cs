using AuthServer.Core.Users;
using Npgsql;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Deletes accounts that nobody ever verified.</summary>
internal sealed class PurgeRegistrationsJob(PendingUsers users, NpgsqlDataSource database) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("registrations", (sweep, stop) => users.SweepAsync(database, sweep, stop), ct);
}
