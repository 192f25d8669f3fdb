using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Webhooks;

/// <summary>What a webhook was told, and what it said.</summary>
public sealed record ListedDelivery
{
    /// <summary><c>webhook-id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's type.</summary>
    public required string Event { get; init; }

    /// <summary>The body.</summary>
    public required string Payload { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was sent.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the receiver took it; null: it did not.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public required int? Status { get; init; }

    /// <summary>Why the last attempt failed, in our words; null: it did not, or there was none.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is sent again; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }
}
