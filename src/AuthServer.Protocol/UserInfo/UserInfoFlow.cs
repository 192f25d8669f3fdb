using System.Buffers;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.UserInfo;

/// <summary>The userinfo endpoint (OIDC Core §5.3): the claims that the token's scopes ask for, and those that the
/// client named, as they are now.</summary>
public sealed class UserInfoFlow(LiveTokens tokens, IScopes scopes, ResponseTokens responses, IIssuer issuer)
{
    /// <summary>Answers.</summary>
    /// <param name="token">The access token; null when the request brought none.</param>
    /// <returns>JSON, or a JWT where the client registered one; <c>invalid_token</c>, or <c>insufficient_scope</c> for a
    /// token without openid or without a person; <c>temporarily_unavailable</c> while it cannot be encrypted.</returns>
    public async ValueTask<Result<UserInfoAnswer>> AnswerAsync(string? token, CancellationToken ct)
    {
        if (token is null || await tokens.FindAsync(token, ct) is not { } live)
            return new OAuthError(ErrorCode.InvalidToken, "the access token is missing, invalid or expired");
        // A token for an API alone is none for us, whatever its scopes (RFC 9068 §4). With openid it always is for us too.
        if (live.Token.Scopes.Has(StandardScopes.OpenId) && !live.Token.Audiences.Contains(issuer.Url))
            return new OAuthError(ErrorCode.InvalidToken, "the access token is for another resource");
        if (live.Subject is not { } subject || !live.Token.Scopes.Has(StandardScopes.OpenId))
            return new OAuthError(ErrorCode.InsufficientScope, "scope openid is needed");

        var claims = Write(live, subject, await scopes.AllAsync(ct));
        return IsPlain(live.Client) ? new UserInfoAnswer(claims, false) : await ProtectAsync(live.Client, claims, ct);
    }

    private static bool IsPlain(Client client) => client is { UserInfoAlgorithm: null, UserInfoEncryption: null };

    private ReadOnlyMemory<byte> Write(LiveToken live, Subject subject, IReadOnlyDictionary<string, Scope> known)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("sub", live.Token.Subject);
        if (live.Client.UserInfoAlgorithm is not null)
        {
            // Whoever finds it signed must see who says so, and to whom (§5.3.2).
            writer.WriteString("iss", issuer.Url);
            writer.WriteString("aud", live.Client.Id);
        }

        var ofScopes = StandardClaims.Of(live.Token.Scopes, known);
        foreach (var claim in ofScopes)
            StandardClaims.Write(writer, subject, claim);
        foreach (var claim in live.Token.Claims)
        {
            if (!ofScopes.Contains(claim))
                StandardClaims.Write(writer, subject, claim);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private async ValueTask<Result<UserInfoAnswer>> ProtectAsync(Client client, ReadOnlyMemory<byte> claims, CancellationToken ct)
    {
        // Without typ: with JWT there, it could pass as an ID token (RFC 8725 §3.12).
        var protection = client.UserInfoAlgorithm is { } algorithm
            ? responses.ProtectAsync(client, algorithm, client.UserInfoEncryption, "", claims.Span, ct)
            : responses.EncryptAsync(client, client.UserInfoEncryption!, claims, ct); // one of the two is registered
        return (await protection).Succeeded(out var token, out var error)
            ? new UserInfoAnswer(Encoding.ASCII.GetBytes(token), true)
            : error;
    }
}
