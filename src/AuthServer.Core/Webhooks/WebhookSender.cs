using System.Globalization;
using System.Text;
using AuthServer.Core.Deliveries;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Webhooks;

/// <summary>Posts one delivery, signed as Standard Webhooks has it. Each attempt is signed anew, as of its own time.</summary>
internal sealed class WebhookSender(IOutbound outbound, Envelopes envelopes, TimeProvider clock)
{
    /// <summary>Sends it, to where the webhook is now.</summary>
    public async Task<PostAnswer> SendAsync(LeasedDelivery delivery, CancellationToken ct)
    {
        if (delivery.Url is not { } url)
            return new PostAnswer(new SendOutcome.Refused("the webhook is gone or disabled"));
        // The settings may have changed since it was registered.
        if (outbound.Judge(url) is { } flaw)
            return new PostAnswer(new SendOutcome.Refused("its address " + flaw));
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var now = clock.GetUtcNow();
        var id = delivery.Lease.Id.ToString();
        var signatures = delivery.Secrets.Select(s => envelopes.Open(KeyPurpose.StoredSecret, s)).OfType<byte[]>()
            .Select(key => WebhookSecret.Of(key).Sign(id, now, body)).ToList();
        if (signatures.Count == 0)
            return new PostAnswer(new SendOutcome.Refused("its secret cannot be opened any more"));
        var status = await outbound.PostAsync(
            url, body,
            [
                new("webhook-id", id), new("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                new("webhook-signature", string.Join(' ', signatures)),
            ],
            ct);
        return new PostAnswer(OutcomeOf(status), status);
    }

    private static SendOutcome OutcomeOf(int? status) => status switch
    {
        null => new SendOutcome.Unreachable("no answer in time"),
        >= 200 and < 300 => new SendOutcome.Delivered(),
        429 or >= 500 => new SendOutcome.Unreachable($"answered {status}"),
        _ => new SendOutcome.Deferred($"answered {status}"),
    };
}
