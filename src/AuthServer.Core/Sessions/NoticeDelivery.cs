using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

/// <summary>Delivers logout notices, and at once when somebody nudges; no sign-out waits for it.</summary>
public sealed class NoticeDelivery : BackgroundService
{
    /// <summary>After that a client's own sessions are past, too.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private readonly PostDelivery<LeasedNotice> _delivery;

    internal NoticeDelivery(
        LogoutNotices notices, OwedNotices owed, NoticeSender sender, TimeProvider clock, ILogger<NoticeDelivery> log)
    {
        _delivery = new(owed.Posts, sender.SendAsync, new PostLog(Counts.Name, Counts.Unit, "Logout notice", log), clock) { MaxAge = MaxAge };
        notices.Nudged += _delivery.Ring;
    }

    /// <summary>Delivers what is due.</summary>
    public void Sweep() => _delivery.Ring();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _delivery.RunAsync(stoppingToken);
}
