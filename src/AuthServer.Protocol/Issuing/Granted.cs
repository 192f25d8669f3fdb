using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What a grant decided: everything that the mint needs.</summary>
public sealed record Granted
{
    /// <summary>For whom.</summary>
    public required Client Client { get; init; }

    /// <summary>From what.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>The scopes of these tokens: the authorization's, or fewer.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The <c>resource</c> values of these tokens; empty: derived from the scopes.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>For the ID token.</summary>
    public string? Nonce { get; init; }

    /// <summary>The code that goes along, at the authorization endpoint; null: none.</summary>
    public string? Code { get; init; }

    /// <summary>The refresh token that goes along; null: none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What is written once the tokens are ready; null where it is there already, or there is nothing to write.</summary>
    public PendingAuthorization? Pending { get; init; }
}
