using AuthServer.Protocol.Issuing;

namespace AuthServer.Protocol.Token;

/// <summary>What <see cref="IAuthorizations.RotateAsync"/> found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Authorization">With <see cref="Rotation.Good"/>.</param>
/// <param name="Seed">With <see cref="Rotation.Good"/>: the row's seed.</param>
/// <param name="Generation">With <see cref="Rotation.Good"/>: of the token to give.</param>
/// <param name="KeyId">With <see cref="Rotation.Good"/>: of the token to give.</param>
public sealed record RotationResult(
    Rotation Outcome, Authorization? Authorization, byte[] Seed, int Generation, uint KeyId);
