using AuthServer.Core.Clients;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets clients that made themselves known and that nobody uses.</summary>
internal sealed class PurgeClientsJob(RegistrationPurge registrations) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        await Purging.RunAsync("clients", registrations.SweepAsync, ct);
        await Purging.RunAsync("initial_access_tokens", registrations.SweepTokensAsync, ct);
    }
}
