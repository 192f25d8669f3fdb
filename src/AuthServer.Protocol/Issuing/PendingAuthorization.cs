namespace AuthServer.Protocol.Issuing;

/// <summary>An authorization that was judged good and is not written yet.</summary>
/// <param name="Authorization">It.</param>
/// <param name="Seed">What its refresh tokens derive from: 32 random bytes.</param>
/// <param name="KeyId">The key of the first one.</param>
public sealed record PendingAuthorization(Authorization Authorization, byte[] Seed, uint KeyId);
