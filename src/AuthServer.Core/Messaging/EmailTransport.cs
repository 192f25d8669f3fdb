namespace AuthServer.Core.Messaging;

/// <summary>How mail leaves.</summary>
internal enum EmailTransport
{
    /// <summary>To a submission server.</summary>
    Smtp,

    /// <summary>Into a folder.</summary>
    Pickup,
}
