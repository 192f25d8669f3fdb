namespace AuthServer.Core.Audit;

/// <summary>Who does something, and why.</summary>
/// <param name="Reason">Their words, for the audit log; null: they gave none.</param>
public sealed record Cause(Actor By, string? Reason = null)
{
    /// <summary>Longest reason, in characters; it is one line.</summary>
    public const int LongestReason = 500;
}
