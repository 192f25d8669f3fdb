namespace AuthServer.Core.Sessions;

/// <summary>How fresh a sign-in must be for what cannot be taken back: whoever finds an unlocked screen finds no more than that.</summary>
public static class RecentSignIn
{
    /// <summary>Ten minutes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Whether a sign-in of then counts as recent now.</summary>
    /// <param name="authTime">When the person last proved who they are; null: never.</param>
    public static bool Is(DateTimeOffset? authTime, DateTimeOffset now) => authTime > now - Lifetime;
}
