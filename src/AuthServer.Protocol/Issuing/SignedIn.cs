namespace AuthServer.Protocol.Issuing;

/// <summary>Who sits at the browser: a live session, just looked up.</summary>
/// <param name="UserId">The person.</param>
/// <param name="SessionId">The session that the cookie names.</param>
/// <param name="AuthTime">When the person last proved who they are.</param>
/// <param name="Methods">How (RFC 8176), for instance <c>pwd</c>.</param>
/// <param name="Epoch">The user's epoch now; copied into what is issued.</param>
public sealed record SignedIn(
    Guid UserId, Guid SessionId, DateTimeOffset AuthTime, IReadOnlyList<string> Methods, long Epoch);
