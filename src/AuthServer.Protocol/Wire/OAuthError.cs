namespace AuthServer.Protocol.Wire;

/// <summary>An OAuth error: what the client may read, and what only our log may.</summary>
/// <param name="Code">The registered error name (RFC 6749 §4.1.2.1, §5.2 and the registry of RFC 6749 §11.4).</param>
/// <param name="Description">ASCII. Never a secret, never whether an account exists.</param>
/// <param name="Reason">Log only. Ids yes, token values no.</param>
public sealed record OAuthError(ErrorCode Code, string Description, string? Reason = null)
{
    /// <summary>Set where somebody asked too often: how long to wait (429, RFC 6585 §4).</summary>
    public TimeSpan? RetryAfter { get; init; }
}
