namespace AuthServer.Core.Messaging;

/// <summary>A message that its holder may send and mark, until the lease ends or somebody takes a newer one.</summary>
/// <param name="Lease">The fencing token.</param>
internal sealed record LeasedMessage(Guid Id, MessageKind Kind, MessageChannel Channel, long Lease, DateTimeOffset LeaseUntil)
{
    public required string Recipient { get; init; }

    public string? Locale { get; init; }

    public string? Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>This one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Before this one.</summary>
    public required int Failures { get; init; }

    public override string ToString() => Id.ToString();
}
