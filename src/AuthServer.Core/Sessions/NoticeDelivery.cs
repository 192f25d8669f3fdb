using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>
/// Delivers logout notices: at once when somebody nudges, and whatever else is due at every sweep. Every node may deliver;
/// no sign-out waits for it.
/// </summary>
public sealed class NoticeDelivery : BackgroundService
{
    private const int AtOnce = 16;

    /// <summary>So long is a client worth telling: after that its own sessions are past, too.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private readonly OwedNotices _owed;
    private readonly NoticeSender _sender;
    private readonly TimeProvider _clock;
    private readonly ILogger<NoticeDelivery> _log;
    private readonly DeliveryLoop _loop;

    internal NoticeDelivery(
        LogoutNotices notices, OwedNotices owed, NoticeSender sender, TimeProvider clock, ILogger<NoticeDelivery> log)
    {
        (_owed, _sender, _clock, _log) = (owed, sender, clock, log);
        _loop = new DeliveryLoop(BeginAsync, () => ValueTask.CompletedTask);
        notices.Nudged += _loop.Ring;
    }

    /// <summary>Delivers what is due.</summary>
    public void Sweep() => _loop.Ring();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(stoppingToken);

    private async Task<IReadOnlyList<Task>> BeginAsync(int running, CancellationToken stopping)
    {
        if (running >= AtOnce)
            return [];
        try
        {
            var due = await _owed.ClaimAsync(AtOnce - running, NoticeSender.Patience, stopping);
            return [.. due.Select(n => Task.Run(() => DeliverAsync(n, stopping), CancellationToken.None))];
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The next ring asks again.
            if (!stopping.IsCancellationRequested)
                Log.QueueUnreadable(_log, DatabaseFault.ReasonOf(fault));
            return [];
        }
    }

    private async Task DeliverAsync(LeasedNotice notice, CancellationToken stopping)
    {
        var answer = await SendAsync(notice, stopping);
        switch (answer?.Outcome)
        {
            case null:
                await MarkAsync(notice, NoticeState.Owed, _clock.GetUtcNow(), null);
                break;
            case SendOutcome.Delivered:
                Counts.Delivered();
                await MarkAsync(notice, NoticeState.Delivered, _clock.GetUtcNow(), answer);
                break;
            case SendOutcome.Refused:
                await GiveUpAsync(notice, answer);
                break;
            case SendOutcome.Deferred:
                await RetryAsync(notice, answer);
                break;
            case SendOutcome.Unreachable:
                await RetryAsync(notice, answer);
                await LeaveAloneAsync(notice);
                break;
        }
    }

    /// <summary>Null: we are stopping, and it may not have been sent.</summary>
    private async Task<NoticeAnswer?> SendAsync(LeasedNotice notice, CancellationToken stopping)
    {
        try
        {
            return await _sender.SendAsync(notice, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        // One notice that nobody can handle must not stop the others.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Log.Unexpected(_log, notice.Id, notice.ClientId, fault.GetType().Name);
            return new NoticeAnswer(new SendOutcome.Deferred("unexpected " + fault.GetType().Name));
        }
    }

    private Task<bool> RetryAsync(LeasedNotice notice, NoticeAnswer answer)
    {
        if (_clock.GetUtcNow() - notice.CreatedAt > MaxAge)
            return GiveUpAsync(notice, answer);
        Counts.Retried();
        Log.Retried(_log, notice.Id, notice.ClientId, answer.Reason);
        return MarkAsync(notice, NoticeState.Owed, _clock.GetUtcNow() + RetryRule.Pause(notice.Attempts), answer);
    }

    private Task<bool> GiveUpAsync(LeasedNotice notice, NoticeAnswer answer)
    {
        Counts.Dead();
        Log.Dead(_log, notice.Id, notice.ClientId, answer.Reason);
        return MarkAsync(notice, NoticeState.Dead, _clock.GetUtcNow(), answer);
    }

    private Task<bool> LeaveAloneAsync(LeasedNotice notice)
    {
        var until = _clock.GetUtcNow() + RetryRule.Suspension(notice.Attempts);
        return LeasedMark.WriteAsync(notice.LeaseUntil, _clock, async ct =>
        {
            await _owed.LeaveAloneAsync(notice.ClientId, until, ct);
            return true;
        });
    }

    // A mark that comes too late loses nothing: whoever has the lease now tells the client once more.
    private Task<bool> MarkAsync(LeasedNotice notice, NoticeState state, DateTimeOffset at, NoticeAnswer? answer) =>
        LeasedMark.WriteAsync(notice.LeaseUntil, _clock, ct => _owed.MarkAsync(notice, state, at, answer, ct));
}
