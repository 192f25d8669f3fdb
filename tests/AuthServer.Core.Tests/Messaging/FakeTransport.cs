using System.Collections.Concurrent;
using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;

namespace AuthServer.Core.Tests.Messaging;

/// <summary>A way out that does what the test says, and remembers.</summary>
internal sealed class FakeTransport(Func<OutgoingMessage, Task<SendOutcome>> send) : IMessageTransport
{
    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public MessageChannel Channel => MessageChannel.Email;

    public bool IsConfigured => true;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes everything.</summary>
    public static FakeTransport Taking() => new(_ => Task.FromResult<SendOutcome>(new SendOutcome.Delivered()));

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping)
    {
        Sent.Enqueue(message);
        return await send(message);
    }

    public ValueTask RestAsync() => ValueTask.CompletedTask;
}
