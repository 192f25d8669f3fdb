using AuthServer.Core.Messaging;

namespace AuthServer.Hosting;

/// <summary>
/// How mail and texts leave, in a word each. A node serves without: whoever sends nothing delays messages and nothing else.
/// </summary>
internal sealed class Senders(MailHealth health, IConfiguration configuration, IHostEnvironment environment)
{
    private const string Pickup = "pickup";

    /// <summary>After that somebody waits in vain for a code.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>Whether messages that were asked for leave.</summary>
    public KeyValuePair<string, string> Outbox => new("outbox", health.Last switch
    {
        null => "not looked at yet",
        { OldestQueued: { } age } when age > Late => "late",
        _ => Health.Good,
    });

    /// <summary>Everything there is to say, for people.</summary>
    public IEnumerable<KeyValuePair<string, string>> All =>
    [
        Outbox,
        new("mail", WordOf("Email:Transport", environment.IsDevelopment() ? Pickup : "smtp", health.IsConfigured)),
        new("sms", WordOf("Sms:Transport", Pickup, configuration["Sms:Twilio:AccountSid"] is { Length: > 0 })),
    ];

    private string WordOf(string transport, string fallback, bool isConfigured)
    {
        var chosen = configuration[transport] is { Length: > 0 } set ? set : fallback;
        if (string.Equals(chosen, Pickup, StringComparison.OrdinalIgnoreCase))
            return Pickup;
        return isConfigured ? Health.Good : "not configured";
    }
}
