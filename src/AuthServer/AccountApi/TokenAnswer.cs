using System.ComponentModel.DataAnnotations;

namespace AuthServer.AccountApi;

/// <summary>A token response (RFC 6749 §5.1), for the description; <c>OAuthJson</c> writes it.</summary>
internal sealed record TokenAnswer
{
    /// <summary>For the Authorization header.</summary>
    [Required]
    public string? AccessToken { get; init; }

    /// <summary><c>Bearer</c>.</summary>
    [Required]
    public string? TokenType { get; init; }

    /// <summary>Seconds until the access token expires.</summary>
    [Required]
    public long? ExpiresIn { get; init; }

    /// <summary>For POST /connect/token; with scope <c>offline_access</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>With scope <c>openid</c>.</summary>
    public string? IdToken { get; init; }

    /// <summary>What was granted.</summary>
    [Required]
    public string? Scope { get; init; }

    /// <summary>For the description.</summary>
    public static readonly object Example = new TokenAnswer
    {
        AccessToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
        TokenType = "Bearer",
        ExpiresIn = 900,
        RefreshToken = "AZqzFh2…",
        IdToken = "eyJhbGciOiJSUzI1NiJ9…",
        Scope = "openid profile email offline_access",
    };
}
