using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What the consent page said, and for whom: a decision of one person in one session about one request.</summary>
/// <param name="Denied">The person refused.</param>
/// <param name="Scopes">What the person left ticked.</param>
public sealed record ConsentDecision(Guid? UserId, Guid? SessionId, bool Denied, ScopeSet Scopes);
