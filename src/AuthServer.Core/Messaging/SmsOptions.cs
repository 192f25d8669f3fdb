using AuthServer.Core.Messaging.Transports;

namespace AuthServer.Core.Messaging;

/// <summary>The section <c>Sms</c>.</summary>
internal sealed class SmsOptions
{
    /// <summary>Default <see cref="SmsTransport.Pickup"/>.</summary>
    public SmsTransport Transport { get; set; } = SmsTransport.Pickup;

    /// <summary>A number in E.164, a sender's name, or the id of a messaging service (<c>MG…</c>).</summary>
    public string? From { get; set; }

    /// <summary>Where texts are put. Default <c>.data/sms</c> where the server was started.</summary>
    public string PickupDirectory { get; set; } = Path.Combine(".data", "sms");

    /// <summary>The section <c>Sms:Twilio</c>.</summary>
    public TwilioOptions Twilio { get; set; } = new();
}
