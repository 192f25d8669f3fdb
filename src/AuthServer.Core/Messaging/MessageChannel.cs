namespace AuthServer.Core.Messaging;

/// <summary>How a message reaches its recipient.</summary>
public enum MessageChannel : short
{
    /// <summary>By mail.</summary>
    Email = 1,

    /// <summary>By text message.</summary>
    Sms = 2,
}
