using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Audit;

/// <summary>Settings below <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>How long events are kept. Default: for ever.</summary>
    public Duration? Retention { get; set; }
}
