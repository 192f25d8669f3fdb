using AuthServer.Core.Messaging;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Forgets messages that are over.</summary>
internal sealed class PurgeMessagesJob(MessagePurge messages) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct) =>
        Purging.RunAsync("messages", messages.SweepAsync, ct);
}
