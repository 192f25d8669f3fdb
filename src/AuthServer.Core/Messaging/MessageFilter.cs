namespace AuthServer.Core.Messaging;

/// <summary>Which messages a list shows; null: it does not matter.</summary>
/// <param name="Recipient">How the address or number begins.</param>
public sealed record MessageFilter(
    MessageState? State, MessageChannel? Channel, MessageKind? Kind, Guid? UserId, string? Recipient);
