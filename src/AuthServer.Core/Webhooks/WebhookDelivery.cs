using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Webhooks;

/// <summary>Sends what webhooks are owed, whenever it is due. Every node may; nothing waits for it.</summary>
public sealed class WebhookDelivery : BackgroundService
{
    private const int AtOnce = 16;

    /// <summary>So long is an event worth telling.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    private readonly WebhookDeliveries _owed;
    private readonly WebhookSender _sender;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookDelivery> _log;
    private readonly DeliveryLoop _loop;

    internal WebhookDelivery(WebhookDeliveries owed, WebhookSender sender, TimeProvider clock, ILogger<WebhookDelivery> log)
    {
        (_owed, _sender, _clock, _log) = (owed, sender, clock, log);
        _loop = new DeliveryLoop(BeginAsync, () => ValueTask.CompletedTask);
    }

    /// <summary>Sends what is due.</summary>
    public void Sweep() => _loop.Ring();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(stoppingToken);

    private async Task<IReadOnlyList<Task>> BeginAsync(int running, CancellationToken stopping)
    {
        if (running >= AtOnce)
            return [];
        try
        {
            var due = await _owed.ClaimAsync(AtOnce - running, WebhookSender.Patience, stopping);
            return [.. due.Select(d => Task.Run(() => DeliverAsync(d, stopping), CancellationToken.None))];
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The next ring asks again.
            if (!stopping.IsCancellationRequested)
                Log.QueueUnreadable(_log, DatabaseFault.ReasonOf(fault));
            return [];
        }
    }

    private async Task DeliverAsync(LeasedDelivery delivery, CancellationToken stopping)
    {
        var answer = await SendAsync(delivery, stopping);
        var now = _clock.GetUtcNow();
        switch (answer?.Verdict)
        {
            case null:
                await MarkAsync(delivery, DeliveryState.Owed, now, null);
                break;
            case DeliveryVerdict.Delivered:
                await MarkAsync(delivery, DeliveryState.Delivered, now, answer);
                break;
            case DeliveryVerdict.Refused:
                await GiveUpAsync(delivery, now, answer);
                break;
            case DeliveryVerdict.Deferred:
                await RetryAsync(delivery, now, answer);
                break;
            case DeliveryVerdict.Unreachable:
                await RetryAsync(delivery, now, answer);
                await LeaveAloneAsync(delivery, now + RetryRule.Suspension(delivery.Attempts));
                break;
        }
    }

    private Task<bool> RetryAsync(LeasedDelivery delivery, DateTimeOffset now, DeliveryAnswer answer)
    {
        if (now - delivery.CreatedAt > MaxAge)
            return GiveUpAsync(delivery, now, answer);
        Log.Retried(_log, delivery.Id, delivery.WebhookId, answer.Reason);
        return MarkAsync(delivery, DeliveryState.Owed, now + RetryRule.Pause(delivery.Attempts), answer);
    }

    private Task<bool> GiveUpAsync(LeasedDelivery delivery, DateTimeOffset now, DeliveryAnswer answer)
    {
        Log.Dead(_log, delivery.Id, delivery.WebhookId, answer.Reason);
        return MarkAsync(delivery, DeliveryState.Dead, now, answer);
    }

    /// <summary>Null: we are stopping, and it may not have been sent.</summary>
    private async Task<DeliveryAnswer?> SendAsync(LeasedDelivery delivery, CancellationToken stopping)
    {
        try
        {
            return await _sender.SendAsync(delivery, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        // One delivery that nobody can handle must not stop the others.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Log.Unexpected(_log, delivery.Id, delivery.WebhookId, fault.GetType().Name);
            return new DeliveryAnswer(DeliveryVerdict.Deferred, null, "unexpected " + fault.GetType().Name);
        }
    }

    private Task<bool> LeaveAloneAsync(LeasedDelivery delivery, DateTimeOffset until) =>
        LeasedMark.WriteAsync(delivery.LeaseUntil, _clock, async ct =>
        {
            await _owed.LeaveAloneAsync(delivery.WebhookId, until, ct);
            return true;
        });

    // A mark that comes too late loses nothing: whoever has the lease now sends it once more, under the same id.
    private Task<bool> MarkAsync(LeasedDelivery delivery, DeliveryState state, DateTimeOffset at, DeliveryAnswer? answer) =>
        LeasedMark.WriteAsync(delivery.LeaseUntil, _clock, ct => _owed.MarkAsync(delivery, state, at, answer, ct));
}
