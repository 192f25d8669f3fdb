namespace AuthServer.Protocol.Issuing;

/// <summary>A code that was judged good and is not redeemed yet.</summary>
/// <param name="Code">It.</param>
/// <param name="Seed">What the authorization's refresh tokens derive from: 32 random bytes.</param>
/// <param name="KeyId">The key of the first one.</param>
public sealed record PendingRedemption(IssuedCode Code, byte[] Seed, uint KeyId);
