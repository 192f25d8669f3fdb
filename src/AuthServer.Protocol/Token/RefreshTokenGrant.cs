using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>refresh_token — RFC 6749 §6, OIDC Core §12.</summary>
public sealed class RefreshTokenGrant(
    RefreshTokens refreshTokens, IAuthorizations authorizations, IGivenAuthorizations given, IScopes scopes,
    IIssuer issuer) : IGrant
{
    /// <inheritdoc/>
    public string Type => GrantTypes.RefreshToken;

    /// <summary>Rotates before anything is signed: should signing fail, the same token gives the same successor again.</summary>
    public async Task<Result<Granted>> JudgeAsync(Form form, Client client, CancellationToken ct)
    {
        if (form.Find("refresh_token") is not { } text)
            return new OAuthError(ErrorCode.InvalidRequest, "refresh_token is required");
        if (ScopeSet.TryParse(form.Find("scope")) is not { } asked)
            return new OAuthError(ErrorCode.InvalidScope, "scope is malformed or too long");
        // The MAC comes before any query: what this server did not make costs the database nothing.
        if (refreshTokens.Read(text) is not { } token)
            return InvalidGrant("refresh token is not one of ours");
        // What was given never changes: looked at first, so that a wrong resource does not use the token up.
        if (form.FindAll("resource").Count > 0 && await given.FindAsync(token, client, ct) is var (found, _)
            && !(await JudgeResourcesAsync(form, asked, found, ct)).Succeeded(out _, out var error))
            return error;

        var refresh = new Refresh(token, client, asked, refreshTokens.CurrentKeyId);
        var rotated = await authorizations.RotateAsync(refresh, ct);
        if (rotated.Outcome == Rotation.ScopeTooWide)
            return new OAuthError(ErrorCode.InvalidScope, "a scope was not part of the authorization");
        if (rotated.Authorization is not { } authorization)
            return InvalidGrant(rotated.Outcome.ToString());
        if (!(await JudgeResourcesAsync(form, asked, authorization, ct)).Succeeded(out var resources, out error))
            return error;

        return new Granted
        {
            Client = client,
            Authorization = authorization,
            Scopes = asked.Count > 0 ? asked : authorization.Scopes,
            Resources = resources,
            RefreshToken = refreshTokens.Derive(token.AuthorizationId, rotated.Seed, rotated.Generation, rotated.KeyId),
        };
    }

    /// <inheritdoc/>
    public Task<OAuthError?> CommitAsync(Granted granted, CancellationToken ct) => Task.FromResult<OAuthError?>(null);

    private async ValueTask<Result<IReadOnlyList<string>>> JudgeResourcesAsync(
        Form form, ScopeSet asked, Authorization authorization, CancellationToken ct)
    {
        var narrowed = asked.Count > 0 ? asked : authorization.Scopes;
        return ResourceRule.JudgeWithin(authorization.Resources, form, narrowed, await scopes.AllAsync(ct), issuer);
    }

    private static OAuthError InvalidGrant(string reason) =>
        new(ErrorCode.InvalidGrant, "the refresh token is invalid, expired, ended, or not this client's", reason);
}
