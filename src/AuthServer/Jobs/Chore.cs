using AuthServer.Core.Clients;
using AuthServer.Core.Messaging;
using AuthServer.Core.Recorder;
using AuthServer.Core.Revocations;
using AuthServer.Core.SignIn;
using AuthServer.Core.Statistics;

namespace AuthServer.Jobs;

/// <summary>Something that every node does for itself.</summary>
internal sealed record Chore(TimeSpan Rhythm, string Name, Func<CancellationToken, Task> Work)
{
    /// <summary>Whether it is done once more when the node stops.</summary>
    public bool IsAlsoLast { get; init; }
}

/// <summary>What the chores do.</summary>
internal static class Chores
{
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

    public static Task NoteClientsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<ClientUse>().WriteAsync(ct);

    public static Task WriteFailedSignInsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<FailedSignIns>().WriteAsync(ct);

    public static Task WriteStatisticsAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<StatisticStore>().WriteAsync(ct);

    public static Task MeasureOutboxAsync(this IServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<MailHealth>().MeasureAsync(ct);
}
