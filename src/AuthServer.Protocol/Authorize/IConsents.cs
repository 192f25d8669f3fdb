using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What people agreed to for good.</summary>
public interface IConsents
{
    /// <summary>The scopes that a person gave a client; null: none, or withdrawn.</summary>
    Task<ScopeSet?> FindAsync(Guid userId, string clientId, CancellationToken ct);
}
