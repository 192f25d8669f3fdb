using System.Buffers.Binary;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Opens and verifies our own access tokens, of either form. What is no access token of ours is null.</summary>
public sealed class AccessTokenReader(
    OwnKeys keys, Envelopes envelopes, VerifiedTokens verified, IIssuer issuer, TimeProvider clock)
{
    /// <summary>How far the clock of the node that issued it may have been ahead. Chosen.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Reads one.</summary>
    /// <returns>Null for anything forged, expired, of another issuer, or of another kind than an access token.</returns>
    public AccessToken? Read(string text)
    {
        var ring = keys.Public;
        var token = verified.Find(text, ring);
        if (token is null && (token = Verify(text, ring)) is not null)
            verified.Keep(text, token, ring);
        return token?.Issuer == issuer.Url && token.ExpiresAt > clock.GetUtcNow() ? token : null;
    }

    private AccessToken? Verify(string text, JwkSet ring)
    {
        var payload = text.Contains('.', StringComparison.Ordinal)
            ? (JwsReader.Read(text, ring, JwsAlgorithms.Signing, AccessTokens.Type) as JwsReading.Verified)?.Payload
            : envelopes.Open(KeyPurpose.AccessToken, text);
        if (payload is null || JwtClaims.TryRead(payload, out _) is not { } claims || claims.RefuseAt(clock.GetUtcNow(), Skew) is not null)
            return null;
        return claims.Find("iss") is { } issuedBy && claims.ExpiresAt is { } exp && claims.IssuedAt is { } iat
            ? ReadContent(claims, issuedBy, iat, exp)
            : null;
    }

    private AccessToken? ReadContent(JwtClaims claims, string issuedBy, DateTimeOffset iat, DateTimeOffset exp)
    {
        if (claims.Find("jti") is not { } id || claims.Find("sub") is not { } subject
            || claims.Find("client_id") is not { } clientId || claims.Audience is not { } audiences
            || ScopeSet.TryParse(claims.Find("scope")) is not { } scopes
            || !claims.TryFindTime("auth_time", out var authTime)
            || claims.Find(PrivateClaim.Name) is not { } sealedContent
            || envelopes.Open(KeyPurpose.AccessTokenContext, sealedContent) is not { Length: >= PrivateClaim.Length } content)
            return null;

        return new AccessToken
        {
            Id = id,
            Issuer = issuedBy,
            Subject = subject,
            ClientId = clientId,
            Audiences = audiences,
            Scopes = scopes,
            IssuedAt = iat,
            ExpiresAt = exp,
            AuthorizationId = OrNull(new Guid(content.AsSpan(0, 16))),
            UserId = OrNull(new Guid(content.AsSpan(16, 16))),
            AuthTime = authTime,
            Acr = claims.Find("acr"),
            SessionId = OrNull(new Guid(content.AsSpan(32, 16))),
            ShownSessionId = Guid.TryParse(claims.Find("sid"), out var shown) ? shown : null,
            Claims = AskedClaims.Words(Encoding.UTF8.GetString(content.AsSpan(PrivateClaim.Length))),
            Epochs = new Epochs(
                BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(48)),
                BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(56)),
                BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(64))),
        };
    }

    private static Guid? OrNull(Guid id) => id == Guid.Empty ? null : id;
}
