using AuthServer.Core.Credentials;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets wrong passwords that no longer count, and devices that nobody used for long.</summary>
internal sealed class PurgeSignInGuardJob(SignInGuard guard, KnownDevices devices) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        await Purging.RunAsync("sign_in_guard", guard.SweepAsync, ct);
        await Purging.RunAsync("known_devices", devices.SweepAsync, ct);
    }
}
