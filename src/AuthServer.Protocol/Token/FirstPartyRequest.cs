using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>What an app of ours asks for when somebody signs in there: judged, before the person is.</summary>
/// <param name="Client">Which app; first party.</param>
/// <param name="Scopes">What it will get; each the client's own.</param>
public sealed record FirstPartyRequest(Client Client, ScopeSet Scopes);
