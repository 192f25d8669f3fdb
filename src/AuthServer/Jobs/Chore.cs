using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Messaging;
using AuthServer.Core.Recorder;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using AuthServer.Core.Statistics;
using AuthServer.Core.Webhooks;
using AuthServer.Hosting;

namespace AuthServer.Jobs;

/// <summary>Something that every node does.</summary>
internal sealed record Chore(TimeSpan Rhythm, string Name, Func<CancellationToken, Task> Work)
{
    /// <summary>Whether it is done once more when the node stops.</summary>
    public bool IsAlsoLast { get; init; }
}

/// <summary>What the chores do.</summary>
internal static class Chores
{
    public static Task SealAuditAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<AuditSealer>().SealAsync(ct);

    /// <summary>
    /// Drops messages that came too late and delivers what is due, messages, logout notices and events: what nobody nudged for,
    /// and what failed before.
    /// </summary>
    public static Task DeliverAsync(this IServiceProvider node, CancellationToken ct)
    {
        node.GetRequiredService<NoticeDelivery>().Sweep();
        node.GetRequiredService<WebhookDelivery>().Sweep();
        return node.GetRequiredService<Delivery>().SweepAsync(ct);
    }

    public static Task ForgetRevocationsAsync(this IServiceProvider node, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        node.GetRequiredService<RevocationMemory>().Sweep(node.GetRequiredService<TimeProvider>().GetUtcNow());
        return Task.CompletedTask;
    }

    public static Task ForgetRecordingsAsync(this IServiceProvider node, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        node.GetRequiredService<RecordedClients>().Sweep();
        return Task.CompletedTask;
    }

    public static Task GiveBackMemoryAsync(this IServiceProvider node, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        node.GetRequiredService<UnusedPages>().GiveBack();
        return Task.CompletedTask;
    }

    public static Task NoteClientsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<ClientUse>().WriteAsync(ct);

    public static Task WriteFailedSignInsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<FailedSignIns>().WriteAsync(ct);

    public static Task WriteStatisticsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<StatisticStore>().WriteAsync(ct);

    public static Task MeasureOutboxAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<MailHealth>().MeasureAsync(ct);
}
