namespace AuthServer.Core.Messaging.Transports;

/// <summary>The section <c>Sms:Twilio</c>.</summary>
internal sealed class TwilioOptions
{
    /// <summary><c>AC…</c></summary>
    public string? AccountSid { get; set; }

    /// <summary>The secret.</summary>
    public string? AuthToken { get; set; }

    /// <summary>Default Twilio's own.</summary>
    public string BaseUrl { get; set; } = "https://api.twilio.com";

    /// <summary>No member is shown: one is a secret.</summary>
    public override string ToString() => BaseUrl;
}
