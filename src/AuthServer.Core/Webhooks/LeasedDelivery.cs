namespace AuthServer.Core.Webhooks;

/// <summary>A delivery that its holder may send and mark, until the lease ends or somebody takes a newer one.</summary>
/// <param name="Lease">The fencing token.</param>
internal sealed record LeasedDelivery(Guid Id, long Lease, DateTimeOffset LeaseUntil)
{
    public required Guid WebhookId { get; init; }

    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>This one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Where to; null: the webhook is gone, or disabled.</summary>
    public required string? Url { get; init; }

    /// <summary>Sealed; the newest first.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }
}
