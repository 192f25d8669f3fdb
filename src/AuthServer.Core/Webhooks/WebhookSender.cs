using System.Globalization;
using System.Text;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Webhooks;

/// <summary>Posts one delivery, signed as Standard Webhooks has it. Each attempt is signed anew, as of its own time.</summary>
internal sealed class WebhookSender(IOutbound outbound, Envelopes envelopes, TimeProvider clock)
{
    /// <summary>The longest that <see cref="SendAsync"/> takes, and what comes around it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends it, to where the webhook is now.</summary>
    public async Task<DeliveryAnswer> SendAsync(LeasedDelivery delivery, CancellationToken ct)
    {
        if (delivery.Url is not { } url)
            return new DeliveryAnswer(DeliveryVerdict.Refused, null, "the webhook is gone or disabled");
        // The settings may have changed since it was registered.
        if (outbound.Judge(url) is { } flaw)
            return new DeliveryAnswer(DeliveryVerdict.Refused, null, "its address " + flaw);
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var now = clock.GetUtcNow();
        var id = delivery.Id.ToString();
        var signatures = delivery.Secrets.Select(s => envelopes.Open(KeyPurpose.StoredSecret, s)).OfType<byte[]>()
            .Select(key => WebhookSecret.Of(key).Sign(id, now, body)).ToList();
        if (signatures.Count == 0)
            return new DeliveryAnswer(DeliveryVerdict.Refused, null, "its secret cannot be opened any more");
        var status = await outbound.PostAsync(
            url, body,
            [
                new("webhook-id", id), new("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                new("webhook-signature", string.Join(' ', signatures)),
            ],
            ct);
        return AnswerOf(status);
    }

    private static DeliveryAnswer AnswerOf(int? status) => status switch
    {
        null => new(DeliveryVerdict.Unreachable, null, "no answer in time"),
        >= 200 and < 300 => new(DeliveryVerdict.Delivered, status, null),
        429 or >= 500 => new(DeliveryVerdict.Unreachable, status, $"answered {status}"),
        _ => new(DeliveryVerdict.Deferred, status, $"answered {status}"),
    };
}
