namespace AuthServer.Tests.Conformance;

/// <summary>With what a plan runs a module.</summary>
/// <param name="Plan">The plan's name, shortened: <c>basic</c>, <c>formpost-hybrid</c>, <c>dynamic</c>.</param>
/// <param name="ResponseType">In the order that the suite writes: <c>code id_token</c>.</param>
/// <param name="IsDynamic">Whether the client registers itself; else it is declared.</param>
/// <param name="ClientAuth">How the client says who it is at the token endpoint.</param>
internal sealed record Variant(string Plan, string ResponseType, bool IsDynamic, string ClientAuth)
{
    /// <summary>Whether answers come as a form that the browser posts.</summary>
    public bool IsFormPost => Plan.StartsWith("formpost-", StringComparison.Ordinal);

    public bool HasCode => Has("code");

    /// <summary>Whether the authorization endpoint itself gives an ID token.</summary>
    public bool HasFrontIdToken => Has("id_token");

    /// <summary>Whether the authorization endpoint itself gives an access token.</summary>
    public bool HasFrontToken => Has("token");

    /// <summary>Whether there is any access token to call userinfo with.</summary>
    public bool HasAccessToken => HasCode || HasFrontToken;

    /// <summary>Where answers come when the request names no mode (OAuth 2.0 Multiple Response Types §5).</summary>
    public bool IsFragment => !IsFormPost && ResponseType != "code";

    public override string ToString() => $"{Plan}, {(IsDynamic ? "dynamic" : "static")}, {ResponseType}";

    private bool Has(string word) => ResponseType.Split(' ').Contains(word);
}
