using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging.Texts;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>
/// Sends what is due on one channel, a few messages at a time. A message that takes long keeps one place busy and no more;
/// a provider that is away is left alone; a message that fails waits by itself.
/// </summary>
internal sealed class ChannelDelivery(
    IMessageTransport transport, OutboxQueue queue, MessageWriter writer, TimeProvider clock, ILogger log)
{
    private const int AtOnce = 8;

    /// <summary>For what comes around sending: asking the database, and marking.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Circuit _circuit = new(clock);

    /// <summary>Begins what is due, as far as there is room.</summary>
    /// <param name="running">So many are on their way.</param>
    public async Task<IReadOnlyList<Task>> BeginAsync(int running, CancellationToken stopping)
    {
        var free = _circuit.Admits(AtOnce, running);
        if (free <= 0 || !transport.IsConfigured)
            return [];
        try
        {
            var began = clock.GetUtcNow();
            var due = await queue.ClaimAsync(transport.Channel, free, transport.Patience + Margin, stopping);
            return [.. due.Select(m => Task.Run(() => DeliverAsync(m, began, stopping), CancellationToken.None))];
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The next ring asks again.
            if (!stopping.IsCancellationRequested)
                Log.QueueUnreadable(log, DatabaseFault.ReasonOf(fault));
            return [];
        }
    }

    private async Task DeliverAsync(LeasedMessage message, DateTimeOffset began, CancellationToken stopping)
    {
        var outcome = await SendAsync(message, stopping);
        var known = outcome switch
        {
            null => await MarkAsync(message, ct => queue.ReleaseAsync(message, clock.GetUtcNow(), null, ct)),
            SendOutcome.Delivered => await DeliveredAsync(message),
            SendOutcome.Refused(var why) => await DeadAsync(message, why),
            SendOutcome.Deferred(var why) => await DeferredAsync(message, why),
            SendOutcome.Unreachable(var why, var after) =>
                await UnreachableAsync(message, why, _circuit.Failed(began, after)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (!known)
            Log.LateMark(log, message.Id);
    }

    /// <summary>Null: we are stopping, and it was not sent.</summary>
    private async Task<SendOutcome?> SendAsync(LeasedMessage message, CancellationToken stopping)
    {
        try
        {
            if (await writer.WriteAsync(message, stopping) is not { } content)
                return new SendOutcome.Refused("what it says cannot be opened any more");
            return await transport.SendAsync(
                new OutgoingMessage(message.Id, message.Recipient, message.CreatedAt, content), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // one message that nobody can handle must not stop the others
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.Unexpected(log, message.Id, fault.GetType().Name);
            return new SendOutcome.Deferred("unexpected " + fault.GetType().Name);
        }
    }

    private Task<bool> DeliveredAsync(LeasedMessage message)
    {
        _circuit.Answered();
        MessageMetrics.Sent(transport.Channel);
        return MarkAsync(message, ct => queue.MarkSentAsync(message, ct));
    }

    private Task<bool> DeadAsync(LeasedMessage message, string why)
    {
        _circuit.Answered();
        MessageMetrics.Dead(transport.Channel);
        Log.Dead(log, message.Id, message.Kind, why);
        return MarkAsync(message, ct => queue.MarkDeadAsync(message, why, ct));
    }

    private Task<bool> DeferredAsync(LeasedMessage message, string why)
    {
        if (message.Failures + 1 >= RetryRule.MaxFailures || IsTooOld(message))
            return DeadAsync(message, why);
        _circuit.Answered();
        return RetryAsync(message, ct =>
            queue.MarkDeferredAsync(message, clock.GetUtcNow() + RetryRule.Pause(message.Failures + 1), why, ct));
    }

    private Task<bool> UnreachableAsync(LeasedMessage message, string why, DateTimeOffset until)
    {
        Log.Unreachable(log, transport.Channel, why);
        if (IsTooOld(message))
            return MarkAsync(message, ct => queue.MarkDeadAsync(message, why, ct));
        // Behind those that were not tried meanwhile: maybe it is this message that breaks the line.
        return RetryAsync(message, ct => queue.ReleaseAsync(message, until + RetryRule.Suspension(message.Attempts), why, ct));
    }

    private Task<bool> RetryAsync(LeasedMessage message, Func<CancellationToken, Task<bool>> mark)
    {
        MessageMetrics.Retried(transport.Channel);
        return MarkAsync(message, mark);
    }

    private bool IsTooOld(LeasedMessage message) => clock.GetUtcNow() - message.CreatedAt > RetryRule.MaxAge;

    private Task<bool> MarkAsync(LeasedMessage message, Func<CancellationToken, Task<bool>> mark) =>
        LeasedMark.WriteAsync(message.LeaseUntil, clock, mark);
}
