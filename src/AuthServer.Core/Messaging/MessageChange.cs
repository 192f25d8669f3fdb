namespace AuthServer.Core.Messaging;

/// <summary>How an administrator's wish about a message ended.</summary>
public enum MessageChange
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is no such message.</summary>
    Unknown,

    /// <summary>It was sent, is being sent, is wiped already, or came too late.</summary>
    TooLate,
}
