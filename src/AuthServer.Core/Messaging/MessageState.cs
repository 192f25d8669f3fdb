namespace AuthServer.Core.Messaging;

/// <summary>Where a message stands. The numbers are at rest: they never change.</summary>
public enum MessageState : short
{
    /// <summary>Waiting, or being sent under a lease.</summary>
    Queued = 1,

    /// <summary>The provider took it.</summary>
    Sent = 2,

    /// <summary>It was refused for good, or failed too often or for too long; an administrator may retry it.</summary>
    Dead = 3,

    /// <summary>What it says was not true any more before it could be sent.</summary>
    Expired = 4,

    /// <summary>An administrator took it back.</summary>
    Cancelled = 5,
}
