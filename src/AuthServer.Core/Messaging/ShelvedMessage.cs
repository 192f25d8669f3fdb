namespace AuthServer.Core.Messaging;

/// <summary>A message that lies in a pickup folder.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Subject">Empty for a text message.</param>
/// <param name="Html">Null: there is none.</param>
public sealed record ShelvedMessage(
    string Name, MessageChannel Channel, DateTimeOffset At, string To, string Subject, string Text, string? Html);
