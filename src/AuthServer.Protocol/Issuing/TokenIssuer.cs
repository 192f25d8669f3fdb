using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>The only mint: every grant's tokens are made here, so that no grant can forget a rule.</summary>
public sealed class TokenIssuer(
    AccessTokens accessTokens, IdTokens idTokens, ISubjects subjects, SubjectIds subjectIds, IScopes scopes)
{
    /// <summary>Makes the tokens. Writes nothing; whether they leave is decided after.</summary>
    /// <returns>
    /// <c>invalid_grant</c> when the person is gone, disabled, or was signed out everywhere since; <c>invalid_scope</c> when
    /// nothing that was asked for is the person's.
    /// </returns>
    public async ValueTask<Result<IssuedTokens>> IssueAsync(Granted granted, CancellationToken ct)
    {
        if (granted.Client.TokenBinding is { } binding)
            return new OAuthError(ErrorCode.InvalidRequest, $"{binding} is not supported");
        var authorization = granted.Authorization;
        var subject = await FindSubjectAsync(authorization, ct);
        if (authorization.UserId is not null && subject is null)
            return Ended;

        var asked = granted.Scopes.Count;
        granted = Shown(granted, subject);
        if (granted.Scopes.Count == 0 && asked > 0)
            return NotTheirs;
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

    /// <summary>Makes what the authorization endpoint itself gives (OIDC Core §3.2.2.5, §3.3.2.5): never a refresh token.</summary>
    /// <returns>As <see cref="IssueAsync"/>.</returns>
    public async ValueTask<Result<FrontChannelTokens>> IssueAtOnceAsync(Granted granted, ResponseType wanted, CancellationToken ct)
    {
        if (await FindSubjectAsync(granted.Authorization, ct) is not { } subject)
            return Ended;

        var asked = granted.Scopes.Count;
        granted = Shown(granted, subject);
        if (granted.Scopes.Count == 0 && asked > 0)
            return NotTheirs;
        var known = await scopes.AllAsync(ct);
        var (accessToken, lifetime) = wanted.Token ? accessTokens.Write(granted, subject, known) : (null, TimeSpan.Zero);
        string? idToken = null;
        if (wanted.IdToken && granted.Scopes.Has(StandardScopes.OpenId)
            && !(await idTokens.WriteAsync(granted, subject, known, accessToken, ct)).Succeeded(out idToken, out var error))
            return error;
        return new FrontChannelTokens(accessToken, lifetime, granted.Scopes, idToken);
    }

    private static OAuthError Ended { get; } =
        new(ErrorCode.InvalidGrant, "the authorization has ended", "user is gone, disabled or of a later epoch");

    private static OAuthError NotTheirs { get; } = new(ErrorCode.InvalidScope, "no scope of the request is the person's");

    private async ValueTask<Subject?> FindSubjectAsync(Authorization authorization, CancellationToken ct) =>
        authorization.UserId is { } userId && await subjects.FindAsync(userId, ct) is { Enabled: true } subject
            && subject.Epoch <= authorization.Epochs.User
            ? subject
            : null;

    /// <summary>As far as the person has it, in the names that the client knows.</summary>
    private Granted Shown(Granted granted, Subject? subject) => granted with
    {
        Scopes = WithoutForeignAdmin(granted.Scopes, subject, granted.Authorization),
        Authorization = subjectIds.Show(granted.Client, granted.Authorization),
    };

    /// <summary>A scope of administrators is the role's of its name, or of <c>admin</c>, and is lost with it.</summary>
    private static ScopeSet WithoutForeignAdmin(ScopeSet scopes, Subject? subject, Authorization authorization) =>
        authorization.UserId is null || !scopes.HasOfAdministrators || subject!.Roles.Contains(StandardScopes.Admin) // judged above
            ? scopes
            : ScopeSet.Of(scopes.Where(s => !StandardScopes.IsOfAdministrators(s) || subject.Roles.Contains(s)));
}
