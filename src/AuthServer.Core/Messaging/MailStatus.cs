namespace AuthServer.Core.Messaging;

/// <summary>How messages stand, over all nodes.</summary>
/// <param name="Queued">Waiting, or on their way.</param>
/// <param name="OldestQueued">For how long the one that waits longest has; null: none waits.</param>
/// <param name="Dead">Given up within the last 30 days, for an administrator to see.</param>
public sealed record MailStatus(long Queued, TimeSpan? OldestQueued, long Dead);
