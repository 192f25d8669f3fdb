using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What a grant decided: everything that the mint needs.</summary>
public sealed record Granted
{
    /// <summary>For whom.</summary>
    public required Client Client { get; init; }

    /// <summary>From what.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>The scopes of these tokens: the authorization's, or fewer.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The <c>resource</c> values of these tokens; empty: derived from the scopes.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>For the ID token.</summary>
    public string? Nonce { get; init; }

    /// <summary>The refresh token that goes along; null: none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What the code grant redeems once the tokens are ready; null for other grants.</summary>
    public PendingRedemption? Redemption { get; init; }
}

/// <summary>A code that was judged good and is not redeemed yet.</summary>
/// <param name="Code">It.</param>
/// <param name="Seed">What the authorization's refresh tokens derive from: 32 random bytes.</param>
/// <param name="KeyId">The key of the first one.</param>
public sealed record PendingRedemption(IssuedCode Code, byte[] Seed, uint KeyId);

/// <summary>A token response (RFC 6749 §5.1).</summary>
public sealed record IssuedTokens
{
    /// <summary><c>access_token</c>.</summary>
    public required string AccessToken { get; init; }

    /// <summary><c>expires_in</c>, in whole seconds.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary><c>scope</c>, always said.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary><c>refresh_token</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary><c>id_token</c>.</summary>
    public string? IdToken { get; init; }
}
