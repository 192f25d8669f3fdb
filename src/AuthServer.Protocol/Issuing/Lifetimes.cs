namespace AuthServer.Protocol.Issuing;

/// <summary>How long what we issue lives; a client may have its own (setting <c>Tokens</c>).</summary>
public sealed record Lifetimes
{
    /// <summary>Access tokens. Default 15 min.</summary>
    public TimeSpan AccessToken { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>ID tokens. Default 15 min.</summary>
    public TimeSpan IdToken { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Refresh tokens that nobody uses. Default 7 d.</summary>
    public TimeSpan RefreshToken { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Refresh tokens at all. Default 90 d.</summary>
    public TimeSpan RefreshAbsolute { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Authorization codes. Default 60 s; RFC 6749 §4.1.2 recommends at most 10 min.</summary>
    public TimeSpan Code { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a rotated refresh token still gives its one successor. Default 60 s; 0, or at least 45 s.</summary>
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(60);
}
