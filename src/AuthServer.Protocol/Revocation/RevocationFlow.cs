using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Revocation;

/// <summary>The revocation endpoint (RFC 7009).</summary>
public sealed class RevocationFlow(
    ClientAuthenticator authenticator, AccessTokenReader reader, RefreshTokens refreshTokens, IdTokenReader idTokens,
    IGivenAuthorizations authorizations, IRevocations revocations)
{
    /// <summary>Revokes. A refresh token takes its authorization along (§2.1); an access token goes alone.</summary>
    /// <param name="authorization">The Authorization header, whole; null when there was none.</param>
    /// <returns>Null when it is done, which an unknown token, or another client's that stays alive, counts as (§2.2).</returns>
    /// <exception cref="System.Data.Common.DbException">Nothing was revoked: answer 503, never 200 (§2.2.1).</exception>
    public async Task<OAuthError?> RevokeAsync(string? authorization, Form form, CancellationToken ct)
    {
        if (!(await authenticator.AuthenticateAsync(authorization, form, ct)).Succeeded(out var client, out var error))
            return error;
        if (form.FirstFault() is { } fault)
            return new OAuthError(ErrorCode.InvalidRequest, fault);
        if (form.Find("token") is not { } text)
            return new OAuthError(ErrorCode.InvalidRequest, "token is required");

        if (refreshTokens.Read(text) is { } refresh)
        {
            await authorizations.EndAsync(refresh.AuthorizationId, client.Id, "revoked", ct);
            return null;
        }

        if (reader.Read(text) is { } access)
        {
            if (access.ClientId == client.Id)
                await revocations.RevokeAsync(access, ct);
            return null;
        }

        return idTokens.ReadHint(text, client) is null
            ? null
            : new OAuthError(ErrorCode.UnsupportedTokenType, "an ID token cannot be revoked");
    }
}
