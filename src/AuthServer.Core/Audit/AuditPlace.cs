namespace AuthServer.Core.Audit;

/// <summary>Where in the chain something stands.</summary>
internal sealed record AuditPlace(long Number, byte[] Seal)
{
    /// <summary>Before the first event.</summary>
    public static AuditPlace Beginning => new(0, AuditMacs.Beginning);
}
