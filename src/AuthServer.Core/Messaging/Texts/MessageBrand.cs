namespace AuthServer.Core.Messaging.Texts;

/// <summary>Whose messages they are.</summary>
/// <param name="AccentColor"><c>#rrggbb</c>; null or unreadable: ours.</param>
/// <param name="SupportUri">https; anything else is not shown.</param>
public sealed record MessageBrand(string Name, string? AccentColor, string? SupportUri);
