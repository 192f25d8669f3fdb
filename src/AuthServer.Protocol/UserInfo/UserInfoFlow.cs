using System.Buffers;
using System.Text.Json;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.UserInfo;

/// <summary>The userinfo endpoint (OIDC Core §5.3): the claims that the token's scopes ask for, and those that the
/// client named, as they are now.</summary>
public sealed class UserInfoFlow(LiveTokens tokens, IScopes scopes, IIssuer issuer)
{
    /// <summary>Answers.</summary>
    /// <param name="token">The access token; null when the request brought none.</param>
    /// <returns>JSON; <c>invalid_token</c>, or <c>insufficient_scope</c> for a token without openid or without a person.</returns>
    public async ValueTask<Result<ReadOnlyMemory<byte>>> AnswerAsync(string? token, CancellationToken ct)
    {
        if (token is null || await tokens.FindAsync(token, ct) is not { } live)
            return new OAuthError(ErrorCode.InvalidToken, "the access token is missing, invalid or expired");
        // A token for an API alone is none for us, whatever its scopes (RFC 9068 §4). With openid it always is for us too.
        if (live.Token.Scopes.Has(StandardScopes.OpenId) && !live.Token.Audiences.Contains(issuer.Url))
            return new OAuthError(ErrorCode.InvalidToken, "the access token is for another resource");
        if (live.Subject is not { } subject || !live.Token.Scopes.Has(StandardScopes.OpenId))
            return new OAuthError(ErrorCode.InsufficientScope, "scope openid is needed");

        var known = await scopes.AllAsync(ct);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("sub", live.Token.Subject);
            foreach (var claim in StandardClaims.Of(live.Token.Scopes, known).Union(live.Token.Claims, StringComparer.Ordinal))
                StandardClaims.Write(writer, subject, claim);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
