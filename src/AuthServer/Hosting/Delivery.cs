namespace AuthServer.Hosting;

/// <summary>How mail and texts leave, in a word each, for people: a node serves without either.</summary>
internal sealed class Delivery(IConfiguration configuration, IHostEnvironment environment)
{
    private const string Pickup = "pickup";

    /// <summary>The parts and their words.</summary>
    public IEnumerable<KeyValuePair<string, string>> Words() =>
    [
        new("mail", WordOf("Email:Transport", environment.IsDevelopment() ? Pickup : "smtp", "Email:Smtp:Host")),
        new("sms", WordOf("Sms:Transport", Pickup, "Sms:Twilio:AccountSid")),
    ];

    private string WordOf(string transport, string fallback, string needed)
    {
        var chosen = configuration[transport] is { Length: > 0 } set ? set : fallback;
        if (string.Equals(chosen, Pickup, StringComparison.OrdinalIgnoreCase))
            return Pickup;
        return configuration[needed] is { Length: > 0 } ? Health.Good : "not configured";
    }
}
