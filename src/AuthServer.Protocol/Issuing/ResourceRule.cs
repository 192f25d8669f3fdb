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
}
