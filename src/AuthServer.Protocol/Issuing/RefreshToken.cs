namespace AuthServer.Protocol.Issuing;

/// <summary>What a refresh token says, once its MAC was found good.</summary>
/// <param name="AuthorizationId">The row.</param>
/// <param name="Generation">How often it had been rotated when this one was made; from 1.</param>
/// <param name="Proof">16 bytes from the row's seed: who holds only the MAC key cannot make a token.</param>
public sealed record RefreshToken(Guid AuthorizationId, int Generation, byte[] Proof);
