using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Authorizations;

/// <summary>Ends tokens that an administrator has before them.</summary>
public sealed class TokenEndings(
    RevocationStore revocations, AuthorizationEnd authorizations, AccessTokenReader accessTokens, RefreshTokens refreshTokens,
    Lifetimes lifetimes, TimeProvider clock)
{
    // One of ours has 22 characters.
    private const int LongestTokenId = 128;

    /// <summary>An access token goes alone, also by its <c>jti</c>; a refresh token takes its authorization along.</summary>
    /// <returns>What the nodes read of it; null: a token, and none that lives.</returns>
    public async Task<FeedEntry?> EndAsync(string token, Cause cause, CancellationToken ct)
    {
        if (accessTokens.Read(token) is { } access)
            return await revocations.RevokeAsync(access.Id, access.ExpiresAt, cause, ct);
        if (refreshTokens.Read(token) is { } refresh)
            return await authorizations.RunAsync(refresh.AuthorizationId, cause, ct);
        if (token.Length > LongestTokenId || token.Contains('.', StringComparison.Ordinal))
            return null;
        return await revocations.RevokeAsync(token, RevocationHorizon.From(clock.GetUtcNow(), lifetimes), cause, ct);
    }
}
