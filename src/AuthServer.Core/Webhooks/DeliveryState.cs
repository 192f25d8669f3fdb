namespace AuthServer.Core.Webhooks;

/// <summary>Where a delivery stands. The numbers are at rest: they never change.</summary>
public enum DeliveryState : short
{
    /// <summary>Waiting, or being sent under a lease.</summary>
    Owed = 1,

    /// <summary>The receiver took it.</summary>
    Delivered = 2,

    /// <summary>It was tried for three days, or may not be sent at all; an administrator may retry it.</summary>
    Dead = 3,
}
