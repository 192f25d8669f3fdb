namespace AuthServer.Core.SignIn;

/// <summary>Who has just proved who they are.</summary>
/// <param name="Epoch">The user's, as of the proof: one raised since undoes it.</param>
/// <param name="Methods">How (RFC 8176).</param>
public sealed record Proven(Guid UserId, long Epoch, IReadOnlyList<string> Methods);
