using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>A token response (RFC 6749 §5.1).</summary>
public sealed record IssuedTokens
{
    /// <summary><c>access_token</c>.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Whether the access token is opaque, and no JWT.</summary>
    public required bool IsOpaque { get; init; }

    /// <summary><c>expires_in</c>, in whole seconds.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary><c>scope</c>, always said.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary><c>refresh_token</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary><c>id_token</c>.</summary>
    public string? IdToken { get; init; }
}
