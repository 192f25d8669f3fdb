namespace AuthServer.Protocol.Clients;

/// <summary>Remembers, on every node, which signed objects were used.</summary>
public interface IReplayGuard
{
    /// <summary>Uses an object up, once.</summary>
    /// <param name="kind">What it is, for instance <c>client_assertion</c>.</param>
    /// <param name="owner">The client or key thumbprint that signed it.</param>
    /// <param name="id">Its <c>jti</c>.</param>
    /// <param name="until">How long the object would be accepted.</param>
    /// <returns>False when it was used before.</returns>
    /// <exception cref="System.Data.Common.DbException">The store failed: answer 503, never accept.</exception>
    Task<bool> ConsumeAsync(string kind, string owner, string id, DateTimeOffset until, CancellationToken ct);
}
