using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Resource indicators (RFC 8707 §2): an audience must be one that the scopes open.</summary>
public static class ResourceRule
{
    /// <summary>Judges every <c>resource</c> of a request.</summary>
    /// <returns>Them, none when none was sent, or <c>invalid_target</c>.</returns>
    public static Result<IReadOnlyList<string>> Judge(
        Form form, ScopeSet scopes, IReadOnlyDictionary<string, Scope> known, IIssuer issuer)
    {
        if (form.Find("resource") is null && form.FaultOf("resource") is null)
            return Array.Empty<string>();
        var asked = form.FindAll("resource").Distinct(StringComparer.Ordinal).ToArray();
        if (asked.Except(OpenedBy(scopes, known, issuer)).Any())
            return new OAuthError(ErrorCode.InvalidTarget, "a resource is unknown or not opened by the scope");
        return asked;
    }

    /// <summary>The audiences that these scopes open: their APIs, and the issuer.</summary>
    public static IReadOnlySet<string> OpenedBy(
        ScopeSet scopes, IReadOnlyDictionary<string, Scope> known, IIssuer issuer) =>
        scopes.SelectMany(s => known.TryGetValue(s, out var scope) ? scope.Resources : [])
            .Append(issuer.Url).ToHashSet(StringComparer.Ordinal);

    /// <summary>The resources of tokens from an authorization; where that named some, no other is added (§2.2).</summary>
    /// <param name="given">The resources of the authorization; empty: it named none.</param>
    /// <param name="scopes">Of the tokens.</param>
    /// <returns>Those asked for; else those given, as far as the scopes still open them.</returns>
    public static Result<IReadOnlyList<string>> JudgeWithin(
        IReadOnlyList<string> given, Form form, ScopeSet scopes, IReadOnlyDictionary<string, Scope> known,
        IIssuer issuer)
    {
        var judged = Judge(form, scopes, known, issuer);
        if (!judged.Succeeded(out var asked, out _))
            return judged;
        if (asked.Count == 0)
            return given.Count == 0 ? judged : given.Where(OpenedBy(scopes, known, issuer).Contains).ToArray();
        return given.Count > 0 && asked.Except(given).Any()
            ? new OAuthError(ErrorCode.InvalidTarget, "a resource was not part of the authorization")
            : judged;
    }
}
