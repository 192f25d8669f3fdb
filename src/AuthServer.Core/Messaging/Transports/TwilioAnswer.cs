using System.Globalization;
using System.Net;
using System.Text.Json;
using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>What an answer of Twilio's API means for a message.</summary>
internal static class TwilioAnswer
{
    // Errors about our account or our sender, which come as 400 like those about a recipient.
    private static readonly int[] Ours = [20003, 20005, 21212, 21603, 21606, 21607, 21611, 21659, 21660, 21661, 21703, 21704];

    private static readonly string[] Failed = ["failed", "undelivered", "canceled"];

    public static SendOutcome Judge(HttpStatusCode status, JsonElement? body, TimeSpan? retryAfter)
    {
        var code = Number(body, "code") ?? Number(body, "error_code");
        var reason = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}{(code is null ? "" : $", error {code}")}");
        return (int)status switch
        {
            200 or 201 => Accepted(body, code, reason),
            400 when code is { } known && !Ours.Contains(known) => new SendOutcome.Refused(reason),
            // 401, 403, 404: our account; 408, 429, 5xx: they; anything else is not their API.
            _ => new SendOutcome.Unreachable(reason, retryAfter),
        };
    }

    /// <summary>A success names the message that it made, and no error.</summary>
    private static SendOutcome Accepted(JsonElement? body, int? code, string reason)
    {
        if (Text(body, "sid") is not { Length: > 0 })
            return new SendOutcome.Unreachable(reason + ", not an answer of Twilio's");
        return code is null && !Failed.Contains(Text(body, "status"))
            ? new SendOutcome.Delivered()
            : new SendOutcome.Refused(reason);
    }

    private static int? Number(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
