namespace AuthServer.Core.Sessions;

/// <summary>A sign-in that succeeded.</summary>
/// <param name="UserEpoch">As of the check that succeeded, so that a revocation in between still counts.</param>
/// <param name="Methods">RFC 8176, for instance <c>pwd</c>.</param>
/// <param name="Device">Browser and system in a few words.</param>
/// <param name="Remembered">The person asked to stay signed in.</param>
public sealed record NewSession(
    Guid UserId, long UserEpoch, SessionKind Kind, IReadOnlyList<string> Methods, string? Device, bool Remembered);
