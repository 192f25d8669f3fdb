using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Sessions;

/// <summary>What a client was told of a session's end, and what it said.</summary>
public sealed record SessionNotice
{
    /// <summary>The notice.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is told.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>When the session ended.</summary>
    public required DateTimeOffset OwedSince { get; init; }

    /// <summary>How often it was posted.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the client took it; null: it did not.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public required int? Status { get; init; }

    /// <summary>Why the last attempt failed, in our words; null: it did not, or there was none.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is posted again; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }
}
