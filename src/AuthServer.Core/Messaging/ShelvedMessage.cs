namespace AuthServer.Core.Messaging;

/// <summary>A message that lies in a pickup folder.</summary>
/// <param name="Name">Of its file.</param>
public sealed record ShelvedMessage(string Name, MessageChannel Channel, DateTimeOffset At)
{
    /// <summary>Address or number.</summary>
    public required string To { get; init; }

    /// <summary>Empty for a text message.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The text, or the text part.</summary>
    public required string Text { get; init; }

    /// <summary>The HTML part; null: there is none.</summary>
    public string? Html { get; init; }
}
