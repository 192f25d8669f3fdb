namespace AuthServer.Core.Messaging;

/// <summary>How texts leave.</summary>
internal enum SmsTransport
{
    /// <summary>Into a folder.</summary>
    Pickup,

    /// <summary>By Twilio's HTTP API.</summary>
    Twilio,
}
