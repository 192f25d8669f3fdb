using System.Globalization;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>The rules of an authorization request, in the order in which a client hears of them.</summary>
public sealed class AuthorizeRules(IScopes scopes, IdTokenReader idTokens, SubjectIds subjects, IIssuer issuer)
{
    /// <summary>Longest <c>state</c> and <c>nonce</c>, in characters. Chosen: both travel in addresses.</summary>
    public const int MaxEchoLength = 8192;

    /// <summary>What is not built is refused by name, never ignored.</summary>
    private static readonly (string Parameter, ErrorCode Code)[] NotBuilt =
    [
        ("registration", ErrorCode.RegistrationNotSupported),
        ("authorization_details", ErrorCode.InvalidAuthorizationDetails),
        ("dpop_jkt", ErrorCode.InvalidRequest),
    ];

    /// <summary>Judges the request.</summary>
    /// <returns>The request, or the first rule that it breaks.</returns>
    public async ValueTask<Result<AuthorizeRequest>> JudgeAsync(
        Form form, Client client, ReplyAddress reply, CancellationToken ct)
    {
        var known = await scopes.AllAsync(ct);
        if (FlawOfForm(form) is { } flaw)
            return flaw;
        if (client.TokenBinding is { } demand)
            return Invalid($"{demand} is not supported");
        if (!TypeOf(form, client).Succeeded(out var type, out var error)
            || !Scopes(form, client, type, known).Succeeded(out var asked, out error)
            || !ResourceRule.Judge(form, asked, known, issuer).Succeeded(out var resources, out error)
            || !PromptsOf(form).Succeeded(out var prompts, out error)
            || !MaxAgeOf(form, client).Succeeded(out var maxAge, out error)
            || !ClaimsParameter.Read(form.Find("claims"), StandardClaims.Of(client.Scopes, known)).Succeeded(out var claims, out error)
            || !HintOf(form, client, claims.Subject).Succeeded(out var hint, out error)
            || !AcrOf(form, client, claims.Acr).Succeeded(out var acr, out error))
            return error;
        if (FlawOfChallenge(form, client, type) is { } pkceFlaw)
            return pkceFlaw;

        return new AuthorizeRequest
        {
            Client = client,
            Reply = reply,
            Type = type,
            Scopes = asked,
            Resources = resources,
            CodeChallenge = form.Find("code_challenge"),
            Nonce = form.Find("nonce"),
            Prompts = prompts,
            MaxAge = maxAge.Value,
            Hinted = hint.Value,
            Claims = claims.Claims,
            ClaimsBeyondScopes = [.. claims.Claims.Names.Except(StandardClaims.Of(asked, known), StringComparer.Ordinal)],
            Acr = acr.Value,
            LoginHint = form.Find("login_hint"),
            UiLocales = form.Find("ui_locales"),
        };
    }

    private static OAuthError? FlawOfForm(Form form)
    {
        if (form.FirstFault("resource") is { } fault)
            return Invalid(fault);
        foreach (var (parameter, code) in NotBuilt)
        {
            if (form.Find(parameter) is not null)
                return new OAuthError(code, $"{parameter} is not supported");
        }

        if (form.Find("state") is { Length: > MaxEchoLength } || form.Find("nonce") is { Length: > MaxEchoLength })
            return Invalid("state or nonce is too long");
        return null;
    }

    private static Result<ResponseType> TypeOf(Form form, Client client)
    {
        if (form.Find("response_type") is not { } text)
            return Invalid("response_type is required");
        if (ResponseType.TryParse(text) is not { } type)
            return new OAuthError(ErrorCode.UnsupportedResponseType, "response_type is not supported");
        if (!client.ResponseTypes.Contains(type.ToString())
            || (type.Code && !client.GrantTypes.Contains(GrantTypes.AuthorizationCode))
            || (type.HasTokens && !client.GrantTypes.Contains(GrantTypes.Implicit)))
            return new OAuthError(ErrorCode.UnauthorizedClient, "the client may not use this response_type");
        // It ties the ID token to the browser that asked (OIDC Core §3.2.2.1, §3.3.2.11).
        return type.IdToken && form.Find("nonce") is null ? Invalid("nonce is required for this response_type") : type;
    }

    /// <summary>No silent widening or narrowing: a scope that is not the client's is refused (RFC 6749 §3.3).</summary>
    private static Result<ScopeSet> Scopes(
        Form form, Client client, ResponseType type, IReadOnlyDictionary<string, Scope> known)
    {
        if (ScopeSet.TryParse(form.Find("scope")) is not { } asked)
            return new OAuthError(ErrorCode.InvalidScope, "scope is malformed or too long");
        if (asked.Count == 0)
            return new OAuthError(ErrorCode.InvalidScope, "scope is required");
        if (!asked.AreIn(known) || !asked.IsWithin(client.Scopes))
            return new OAuthError(ErrorCode.InvalidScope, "a scope is unknown or not the client's");
        if (type.IdToken && !asked.Has(StandardScopes.OpenId))
            return new OAuthError(ErrorCode.InvalidScope, "an ID token needs scope openid");
        // Without a code there is no refresh token, and asking for one says nothing (OIDC Core §11).
        return type.Code ? asked : ScopeSet.Of(asked.Where(s => s != StandardScopes.OfflineAccess));
    }

    private static Result<IReadOnlyList<string>> PromptsOf(Form form)
    {
        var prompts = (form.Find("prompt") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (prompts.Except(Prompts.All).Any())
            return Invalid("prompt is not supported");
        if (prompts.Length > 1 && prompts.Contains(Prompts.None))
            return Invalid("prompt=none stands alone");
        return prompts;
    }

    private static Result<Optional<long?>> MaxAgeOf(Form form, Client client)
    {
        if (form.Find("max_age") is not { } text)
            return new Optional<long?>(client.DefaultMaxAge);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return Invalid("max_age must be a number of seconds");
        return new Optional<long?>(seconds);
    }

    /// <summary>What <c>claims</c> says in values goes before <c>acr_values</c>, and that before what is registered.</summary>
    private static Result<Optional<AcrDemand?>> AcrOf(Form form, Client client, AcrDemand? claimed)
    {
        if (claimed is { CanBeMet: false })
            return new OAuthError(ErrorCode.UnmetAuthenticationRequirements, "no sign-in here has this acr");
        if (claimed is { Values.Count: > 0 })
            return new Optional<AcrDemand?>(claimed);
        // Voluntary: what cannot be reached is answered by what was (OIDC Core §3.1.2.1).
        var values = form.Find("acr_values")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? client.DefaultAcrValues;
        return new Optional<AcrDemand?>(values.Count > 0 ? new AcrDemand(values, IsEssential: false) : claimed);
    }

    /// <summary>The one person that will do, by an ID token or by <c>claims</c> (OIDC Core §3.1.2.1, §3.1.2.2).</summary>
    private Result<Optional<HintedPerson?>> HintOf(Form form, Client client, string? wanted)
    {
        if (form.Find("id_token_hint") is not { } token)
        {
            return new Optional<HintedPerson?>(
                wanted is null ? null : new HintedPerson(new IdTokenHint(wanted, client.Id, null), client, subjects));
        }

        if (idTokens.ReadHint(token, client) is not { } hint || hint.ClientId != client.Id)
            return Invalid("id_token_hint is not an ID token of this client");
        if (wanted is not null && wanted != hint.Subject)
            return new OAuthError(ErrorCode.LoginRequired, "id_token_hint and claims name two people");
        return new Optional<HintedPerson?>(new HintedPerson(hint, client, subjects));
    }

    /// <summary>S256 alone; what was sent is enforced also where it was not required (RFC 7636 §4.3, RFC 9700 §2.1.1).</summary>
    private static OAuthError? FlawOfChallenge(Form form, Client client, ResponseType type)
    {
        var challenge = form.Find("code_challenge");
        var method = form.Find("code_challenge_method");
        if (challenge is null)
        {
            if (method is not null)
                return Invalid("code_challenge_method without code_challenge");
            return type.Code && (client.RequirePkce || client.IsPublic) ? Invalid("code_challenge is required") : null;
        }

        if (method != "S256")
            return Invalid("code_challenge_method must be S256");
        // 43 characters are the 32 bytes of a SHA-256, and nothing else is (RFC 7636 §4.2).
        return challenge.Length == 43 && StrictBase64Url.TryDecode(challenge) is not null ? null : Invalid("code_challenge is malformed");
    }

    private static OAuthError Invalid(string description) => new(ErrorCode.InvalidRequest, description);

    /// <summary>A value that may be absent, as the success of a result, which may not.</summary>
    private readonly record struct Optional<T>(T Value);
}
