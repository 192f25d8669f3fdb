using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Sessions;

/// <summary>A notice that its holder may deliver.</summary>
internal sealed record LeasedNotice(PostLease Lease) : LeasedPost(Lease)
{
    public required string ClientId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid SessionId { get; init; }

    public required string Issuer { get; init; }

    public override object Receiver => ClientId;
}
