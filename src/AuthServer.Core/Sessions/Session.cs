namespace AuthServer.Core.Sessions;

/// <summary>A session that was live when it was looked up.</summary>
/// <param name="Epoch">The user's epoch now.</param>
public sealed record Session(Guid Id, Guid UserId, DateTimeOffset AuthTime, IReadOnlyList<string> Methods, long Epoch)
{
    /// <summary>Whether the person asked to stay signed in.</summary>
    public required bool Remembered { get; init; }

    /// <summary>The end that no request puts off.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
