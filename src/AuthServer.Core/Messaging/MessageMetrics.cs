using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Messaging;

/// <summary>
/// What becomes of messages, as counters of this node. Asked counts rows written, also those whose transaction then failed.
/// </summary>
internal static class MessageMetrics
{
    private static readonly Meter Meter = Metering.Meter;

    private static readonly Counter<long> AskedFor = Counter("asked", "Messages written to the outbox.");
    private static readonly Counter<long> SentOnes = Counter("sent", "Messages that a provider took.");
    private static readonly Counter<long> ExpiredOnes = Counter("expired", "Messages dropped because they came too late.");
    private static readonly Counter<long> DeadOnes = Counter("dead", "Messages given up.");
    private static readonly Counter<long> RetriedOnes = Counter("retried", "Attempts that failed and will be repeated.");

    private static MailStatus _status = new(0, null, 0);

    static MessageMetrics()
    {
        Meter.CreateObservableGauge(
            "authserver.messages.queued", () => _status.Queued, "{message}", "Messages that wait, over all nodes.");
        Meter.CreateObservableGauge(
            "authserver.messages.queue.age", () => _status.OldestQueued?.TotalSeconds ?? 0, "s",
            "How long the oldest waiting message has waited.");
        Meter.CreateObservableGauge(
            "authserver.messages.given_up", () => _status.Dead, "{message}", "Dead messages that an administrator may retry.");
    }

    /// <summary>What the gauges show from now on.</summary>
    public static void Measured(MailStatus status) => _status = status;

    public static void Asked(MessageChannel channel, MessageKind kind) =>
        AskedFor.Add(1, Tag(channel), new("kind", kind.ToString()));

    public static void Sent(MessageChannel channel) => SentOnes.Add(1, Tag(channel));

    public static void Expired(MessageChannel channel, long count) => ExpiredOnes.Add(count, Tag(channel));

    public static void Dead(MessageChannel channel) => DeadOnes.Add(1, Tag(channel));

    public static void Retried(MessageChannel channel) => RetriedOnes.Add(1, Tag(channel));

    private static Counter<long> Counter(string name, string description) =>
        Meter.CreateCounter<long>($"authserver.messages.{name}", "{message}", description);

    private static KeyValuePair<string, object?> Tag(MessageChannel channel) => new("channel", channel.ToString());
}
