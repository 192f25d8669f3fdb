namespace AuthServer.Core.Deliveries;

/// <summary>What its holder may send to another server and mark, until the lease ends or somebody takes a newer one.</summary>
internal abstract record LeasedPost(PostLease Lease)
{
    /// <summary>Whom it is for: what the table calls them by.</summary>
    public abstract object Receiver { get; }
}

/// <summary>What all of them have.</summary>
/// <param name="Number">The fencing token.</param>
/// <param name="Attempts">This one included.</param>
internal sealed record PostLease(Guid Id, long Number, DateTimeOffset Until, DateTimeOffset CreatedAt, int Attempts);
