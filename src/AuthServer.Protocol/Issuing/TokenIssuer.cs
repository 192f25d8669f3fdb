using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>The only mint: every grant's tokens are made here, so that no grant can forget a rule.</summary>
public sealed class TokenIssuer(
    AccessTokens accessTokens, IdTokens idTokens, ISubjects subjects, SubjectIds subjectIds, IScopes scopes)
{
    /// <summary>Makes the tokens. Writes nothing; whether they leave is decided after.</summary>
    /// <returns><c>invalid_grant</c>: the person is gone, disabled, or was signed out everywhere since;
    /// <c>invalid_scope</c>: nothing that was asked for is the person's.</returns>
    public async ValueTask<Result<IssuedTokens>> IssueAsync(Granted granted, CancellationToken ct)
    {
        if (granted.Client.TokenBinding is { } binding)
            return new OAuthError(ErrorCode.InvalidRequest, $"{binding} is not supported");
        var authorization = granted.Authorization;
        var subject = await FindSubjectAsync(authorization, ct);
        if (authorization.UserId is not null && subject is null)
            return Ended;
        if (!Shown(granted, subject).Succeeded(out var shown, out var error))
            return error;
        var known = await scopes.AllAsync(ct);
        var (accessToken, lifetime) = accessTokens.Write(shown, subject, known);
        string? idToken = null;
        if (subject is not null && shown.Scopes.Has(StandardScopes.OpenId)
            && !(await idTokens.WriteAsync(shown, subject, known, accessToken, ct)).Succeeded(out idToken, out error))
            return error;
        return new IssuedTokens
        {
            AccessToken = accessToken,
            IsOpaque = shown.Client.OpaqueAccessTokens,
            ExpiresIn = lifetime,
            Scopes = shown.Scopes,
            RefreshToken = shown.RefreshToken,
            IdToken = idToken,
        };
    }

    /// <summary>Makes what the authorization endpoint itself gives (OIDC Core §3.2.2.5, §3.3.2.5): never a refresh token.</summary>
    /// <returns>As <see cref="IssueAsync"/>.</returns>
    public async ValueTask<Result<FrontChannelTokens>> IssueAtOnceAsync(Granted granted, ResponseType wanted, CancellationToken ct)
    {
        if (await FindSubjectAsync(granted.Authorization, ct) is not { } subject)
            return Ended;
        if (!Shown(granted, subject).Succeeded(out var shown, out var error))
            return error;
        var known = await scopes.AllAsync(ct);
        var (accessToken, lifetime) = wanted.Token ? accessTokens.Write(shown, subject, known) : (null, TimeSpan.Zero);
        string? idToken = null;
        if (wanted.IdToken && shown.Scopes.Has(StandardScopes.OpenId)
            && !(await idTokens.WriteAsync(shown, subject, known, accessToken, ct)).Succeeded(out idToken, out error))
            return error;
        return new FrontChannelTokens(accessToken, lifetime, shown.Scopes, idToken);
    }

    private static OAuthError Ended { get; } =
        new(ErrorCode.InvalidGrant, "the authorization has ended", "user is gone, disabled or of a later epoch");

    private async ValueTask<Subject?> FindSubjectAsync(Authorization authorization, CancellationToken ct) =>
        authorization.UserId is { } userId && await subjects.FindAsync(userId, ct) is { Enabled: true } subject
            && subject.Epoch <= authorization.Epochs.User
            ? subject
            : null;

    /// <summary>As far as the person has it, in the names that the client knows.</summary>
    private Result<Granted> Shown(Granted granted, Subject? subject)
    {
        var theirs = WithoutForeignAdmin(granted.Scopes, subject, granted.Authorization);
        return theirs.Count == 0 && granted.Scopes.Count > 0
            ? new OAuthError(ErrorCode.InvalidScope, "no scope of the request is the person's")
            : granted with { Scopes = theirs, Authorization = subjectIds.Show(granted.Client, granted.Authorization) };
    }

    /// <summary>A scope of administrators is the role's of its name, or of <c>admin</c>, and is lost with it.</summary>
    private static ScopeSet WithoutForeignAdmin(ScopeSet scopes, Subject? subject, Authorization authorization) =>
        authorization.UserId is null || !scopes.HasOfAdministrators || subject!.Roles.Contains(StandardScopes.Admin) // judged above
            ? scopes
            : ScopeSet.Of(scopes.Where(s => !StandardScopes.IsOfAdministrators(s) || subject.Roles.Contains(s)));
}
