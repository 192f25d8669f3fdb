namespace AuthServer.Core.Sessions;

/// <summary>A session that was live when it was looked up.</summary>
/// <param name="Epoch">The user's epoch now.</param>
/// <param name="ExpiresAt">The end that no request puts off.</param>
public sealed record Session(
    Guid Id, Guid UserId, DateTimeOffset AuthTime, IReadOnlyList<string> Methods, long Epoch, bool Remembered,
    DateTimeOffset ExpiresAt);
