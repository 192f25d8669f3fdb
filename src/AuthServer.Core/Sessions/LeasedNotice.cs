namespace AuthServer.Core.Sessions;

/// <summary>A notice that its holder may deliver and mark, until the lease ends or somebody takes a newer one.</summary>
/// <param name="Lease">The fencing token.</param>
internal sealed record LeasedNotice(Guid Id, long Lease, DateTimeOffset LeaseUntil)
{
    public required string ClientId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid SessionId { get; init; }

    public required string Issuer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>This one included.</summary>
    public required int Attempts { get; init; }
}
