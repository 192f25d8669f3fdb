using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>A flow from the request to userinfo, all of it checked.</summary>
/// <param name="Tokens">The token endpoint's answer; null where the flow has no code.</param>
/// <param name="BackIdToken">Of the token endpoint.</param>
internal sealed record Flow(Answer Answer, Reply? Tokens, Jwt? BackIdToken)
{
    /// <summary>The last one that was given.</summary>
    public Jwt IdToken => BackIdToken ?? Answer.IdToken ?? throw new InvalidOperationException("no ID token");

    /// <summary>The last one that was given; null where the flow gives none.</summary>
    public string? AccessToken => Tokens?["access_token"] ?? Answer.AccessToken;

    public IEnumerable<Jwt> IdTokens => ((Jwt?[])[Answer.IdToken, BackIdToken]).OfType<Jwt>();
}
