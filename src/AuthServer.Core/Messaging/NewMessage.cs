namespace AuthServer.Core.Messaging;

/// <summary>
/// A message to be written in the transaction of its cause. <see cref="Name"/>, <see cref="Code"/> and
/// <see cref="Link"/> are sealed at rest and wiped as soon as the message is sent.
/// </summary>
/// <param name="To">A mail address, or a number in E.164.</param>
public sealed record NewMessage(MessageKind Kind, MessageChannel Channel, string To)
{
    /// <summary>Whose account it is about; null: nobody's.</summary>
    public Guid? UserId { get; init; }

    /// <summary>A language tag such as <c>de</c> or <c>de-AT</c>; null or one that we lack: English.</summary>
    public string? Locale { get; init; }

    /// <summary>How the person is greeted; null: without a name.</summary>
    public string? Name { get; init; }

    /// <summary>The code to type.</summary>
    public string? Code { get; init; }

    /// <summary>An address of ours to open; the kind's text says what for.</summary>
    public string? Link { get; init; }

    /// <summary>From then on it is dropped as expired, never sent; null: it is worth sending for days.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Redacted: records would print all members.</summary>
    public override string ToString() => $"{Kind} by {Channel}";
}
