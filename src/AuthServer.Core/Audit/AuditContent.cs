namespace AuthServer.Core.Audit;

/// <summary>What an event says beside who, what and whom; as JSON in a row.</summary>
internal sealed record AuditContent(string? From, object? Before, object? After, string? Reason)
{
    public static AuditContent None { get; } = new(null, null, null, null);
}
