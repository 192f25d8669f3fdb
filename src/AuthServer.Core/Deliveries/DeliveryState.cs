namespace AuthServer.Core.Deliveries;

/// <summary>Where something stands that another server is owed. The numbers are at rest: they never change.</summary>
public enum DeliveryState : short
{
    /// <summary>Waiting, or being sent under a lease.</summary>
    Owed = 1,

    /// <summary>The receiver took it.</summary>
    Delivered = 2,

    /// <summary>It was tried for as long as it was worth it, or may not be sent at all.</summary>
    Dead = 3,
}
