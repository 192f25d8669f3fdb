namespace AuthServer.Protocol.Authorize;

/// <summary>What people agreed to for good.</summary>
public interface IConsents
{
    /// <summary>What a person gave a client; null: nothing, or withdrawn.</summary>
    Task<GivenConsent?> FindAsync(Guid userId, string clientId, CancellationToken ct);
}
