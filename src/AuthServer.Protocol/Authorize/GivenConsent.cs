using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What a person agreed to for good.</summary>
/// <param name="Scopes">Every scope so far.</param>
/// <param name="Claims">Every claim so far that no scope of its request brought.</param>
public sealed record GivenConsent(ScopeSet Scopes, IReadOnlyList<string> Claims);
