using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Webhooks;

/// <summary>A delivery that its holder may send.</summary>
internal sealed record LeasedDelivery(PostLease Lease) : LeasedPost(Lease)
{
    public required Guid WebhookId { get; init; }

    public required string Payload { get; init; }

    /// <summary>Where to; null: the webhook is gone, or disabled.</summary>
    public required string? Url { get; init; }

    /// <summary>Sealed; the newest first.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public override object Receiver => WebhookId;
}
