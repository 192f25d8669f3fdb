using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>A refresh, ready for its one statement.</summary>
/// <param name="Token">Whose MAC was good.</param>
/// <param name="Client">Who offers it.</param>
/// <param name="Asked">A narrowed scope; empty: all.</param>
/// <param name="KeyId">The key for the successor.</param>
public sealed record Refresh(RefreshToken Token, Client Client, ScopeSet Asked, uint KeyId);
