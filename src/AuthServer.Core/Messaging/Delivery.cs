using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging.Texts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Messaging;

/// <summary>
/// Delivers what the outbox holds: at once when somebody nudges it, and whatever else is due at every sweep. Every node may
/// deliver; each channel goes its own way, so that texts do not wait for mail.
/// </summary>
public sealed class Delivery : BackgroundService
{
    private readonly OutboxQueue _queue;
    private readonly DeliveryLoop[] _channels;
    private readonly IMessageTransport[] _transports;
    private readonly ILogger<Delivery> _log;

    internal Delivery(
        Outbox outbox, OutboxQueue queue, IEnumerable<IMessageTransport> transports, MessageWriter writer, TimeProvider clock,
        ILogger<Delivery> log)
    {
        (_queue, _log, _transports) = (queue, log, [.. transports]);
        _channels = [.. _transports.Select(t =>
            new DeliveryLoop(new ChannelDelivery(t, queue, writer, clock, log).BeginAsync, t.RestAsync))];
        outbox.Nudged += Ring;
    }

    /// <summary>Drops what came too late, and delivers what is due.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var (channel, count) in await _queue.ExpireAsync(ct))
        {
            MessageMetrics.Expired(channel, count);
            Log.Expired(_log, channel, count);
        }

        Ring();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var transport in _transports.Where(t => !t.IsConfigured))
            Log.NotConfigured(_log, transport.Channel);
        return Task.WhenAll(_channels.Select(c => c.RunAsync(stoppingToken)));
    }

    private void Ring()
    {
        foreach (var channel in _channels)
            channel.Ring();
    }
}
