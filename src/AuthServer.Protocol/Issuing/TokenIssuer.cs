using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>The only mint: every grant's tokens are made here, so that no grant can forget a rule.</summary>
public sealed class TokenIssuer(
    AccessTokens accessTokens, IdTokens idTokens, ISubjects subjects, SubjectIds subjectIds, IScopes scopes)
{
    /// <summary>Makes the tokens. Writes nothing; whether they leave is decided after.</summary>
    /// <returns><c>invalid_grant</c> when the person is gone, disabled, or was signed out everywhere since.</returns>
    public async ValueTask<Result<IssuedTokens>> IssueAsync(Granted granted, CancellationToken ct)
    {
        var authorization = granted.Authorization;
        var subject = authorization.UserId is { } userId ? await subjects.FindAsync(userId, ct) : null;
        if (authorization.UserId is not null && !IsGood(subject, authorization))
            return new OAuthError(ErrorCode.InvalidGrant, "the authorization has ended", "user is gone, disabled or of a later epoch");

        granted = granted with
        {
            Scopes = WithoutForeignAdmin(granted.Scopes, subject, authorization),
            Authorization = subjectIds.Show(granted.Client, authorization),
        };
        var known = await scopes.AllAsync(ct);
        var (accessToken, lifetime) = accessTokens.Write(granted, subject, known);
        string? idToken = null;
        if (subject is not null && granted.Scopes.Has(StandardScopes.OpenId)
            && !(await idTokens.WriteAsync(granted, subject, known, accessToken, ct)).Succeeded(out idToken, out var error))
            return error;
        return new IssuedTokens
        {
            AccessToken = accessToken,
            IsOpaque = granted.Client.OpaqueAccessTokens,
            ExpiresIn = lifetime,
            Scopes = granted.Scopes,
            RefreshToken = granted.RefreshToken,
            IdToken = idToken,
        };
    }

    private static bool IsGood(Subject? subject, Authorization authorization) =>
        subject is { Enabled: true } && subject.Epoch <= authorization.Epochs.User;

    /// <summary>Scope <c>admin</c> is the role's, and is lost with it.</summary>
    private static ScopeSet WithoutForeignAdmin(ScopeSet scopes, Subject? subject, Authorization authorization) =>
        authorization.UserId is null || !scopes.Has(StandardScopes.Admin) || subject!.Roles.Contains(StandardScopes.Admin) // judged above
            ? scopes
            : ScopeSet.Of(scopes.Where(s => s != StandardScopes.Admin));
}
