namespace AuthServer.Core.Sessions;

/// <summary>Where a logout notice stands. The numbers are at rest: they never change.</summary>
public enum NoticeState : short
{
    /// <summary>Waiting, or being delivered under a lease.</summary>
    Owed = 1,

    /// <summary>The client took it.</summary>
    Delivered = 2,

    /// <summary>It was tried for a day, or the client has no address for it any more.</summary>
    Dead = 3,
}
