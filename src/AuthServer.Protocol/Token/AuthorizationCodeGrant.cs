using System.Diagnostics;
using System.Security.Cryptography;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>authorization_code — RFC 6749 §4.1.3, RFC 7636 §4.6, OIDC Core §3.1.3.</summary>
public sealed class AuthorizationCodeGrant(
    Codes codes, IAuthorizations authorizations, RefreshTokens refreshTokens, IScopes scopes, IIssuer issuer,
    TimeProvider clock) : IGrant
{
    /// <inheritdoc/>
    public string Type => GrantTypes.AuthorizationCode;

    /// <inheritdoc/>
    public async Task<Result<Granted>> JudgeAsync(Form form, Client client, CancellationToken ct)
    {
        if (form.Find("code") is not { } text)
            return new OAuthError(ErrorCode.InvalidRequest, "code is required");
        if (form.Find("scope") is not null)
            return new OAuthError(ErrorCode.InvalidRequest, "scope was settled at the authorization endpoint");
        if (await codes.ReadAsync(text, ct) is not { } code)
            return InvalidGrant("code is unknown");
        if (await RefuseAsync(code, form, client, ct) is { } refusal)
            return refusal;

        var known = await scopes.AllAsync(ct);
        var judged = ResourceRule.JudgeWithin(code.Resources, form, code.Scopes, known, issuer);
        return judged.Succeeded(out var resources, out var error) ? Prepare(code, client, resources) : error;
    }

    /// <inheritdoc/>
    public async Task<OAuthError?> CommitAsync(Granted granted, CancellationToken ct)
    {
        var pending = granted.Pending ?? throw new InvalidOperationException("not a granted code");
        // Judged first, redeemed last and once: the INSERT decides between two racing requests (§4.1.2).
        return await authorizations.RedeemAsync(pending, granted.Client, ct) switch
        {
            Redemption.First => null,
            Redemption.Replayed => InvalidGrant("code was used before"), // and what it gave has just been ended
            Redemption.Ended => InvalidGrant("the authorization has ended"),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<OAuthError?> RefuseAsync(IssuedCode code, Form form, Client client, CancellationToken ct)
    {
        // Another client's code stays good for its owner: the thief proves nothing about who leaked it.
        if (code.ClientId != client.Id)
            return InvalidGrant("code was issued to another client");
        var isExpired = code.ExpiresAt <= clock.GetUtcNow();
        if (form.Find("redirect_uri") != code.RedirectUri)
        {
            if (!isExpired)
                await authorizations.BurnAsync(code, "redirect_uri differs", ct);
            return InvalidGrant("redirect_uri differs");
        }

        if (!Pkce.Matches(code.CodeChallenge, form.Find("code_verifier")))
            return InvalidGrant("code_verifier does not match");
        if (isExpired)
        {
            // Late, and still a second use, if there was a first one (§4.1.2).
            await authorizations.EndReplayedAsync(code, ct);
            return InvalidGrant("code is expired");
        }

        return code.Scopes.IsWithin(client.Scopes)
            ? null
            : InvalidGrant("the client may no longer have a scope of this code");
    }

    /// <summary>Everything that the tokens need is known before the row is written.</summary>
    private Granted Prepare(IssuedCode code, Client client, IReadOnlyList<string> resources)
    {
        var pending = new PendingAuthorization(code.ToAuthorization(), RandomNumberGenerator.GetBytes(32), refreshTokens.CurrentKeyId);
        return new Granted
        {
            Client = client,
            Authorization = pending.Authorization,
            Scopes = code.Scopes,
            Resources = resources,
            Nonce = code.Nonce,
            RefreshToken = refreshTokens.First(pending, client),
            Pending = pending,
        };
    }

    private static OAuthError InvalidGrant(string reason) =>
        new(ErrorCode.InvalidGrant, "the code is invalid, expired, used, or not this client's", reason);
}
