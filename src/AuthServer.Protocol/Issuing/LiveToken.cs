using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>An access token that is good right now.</summary>
/// <param name="Token">It.</param>
/// <param name="Client">Whose; enabled.</param>
/// <param name="Subject">The person, enabled; null for a client by itself.</param>
public sealed record LiveToken(AccessToken Token, Client Client, Subject? Subject);
