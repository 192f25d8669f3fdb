using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Messaging;

/// <summary>A way out.</summary>
internal interface IMessageTransport
{
    /// <summary>What it carries.</summary>
    MessageChannel Channel { get; }

    /// <summary>False: a setting is missing, and messages wait until somebody sets it.</summary>
    bool IsConfigured { get; }

    /// <summary>The longest that <see cref="SendAsync"/> takes.</summary>
    TimeSpan Patience { get; }

    /// <summary>Sends one message; several at once are fine.</summary>
    /// <param name="stopping">Heeded only as long as the provider cannot have taken the message yet.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/>: it was not sent.</exception>
    Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping);

    /// <summary>There is nothing to send now: lets go of connections.</summary>
    ValueTask RestAsync();
}
