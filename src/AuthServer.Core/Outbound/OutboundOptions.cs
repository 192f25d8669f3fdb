namespace AuthServer.Core.Outbound;

/// <summary>Section <c>Outbound</c>.</summary>
internal sealed class OutboundOptions
{
    /// <summary>Whether loopback and private addresses may be called, and those by plain http. True in Development.</summary>
    public bool AllowPrivateNetworks { get; set; }
}
