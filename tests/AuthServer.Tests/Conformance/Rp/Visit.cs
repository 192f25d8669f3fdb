using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>Where a browser ended: at the relying party, or on a page of the server.</summary>
internal sealed record Visit(Reply Last, Delivery? Delivery)
{
    public override string ToString() => Delivery?.ToString() ?? Last.ToString();
}
