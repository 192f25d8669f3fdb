using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>A way to get tokens: what is its own, and nothing that all ways share.</summary>
public interface IGrant
{
    /// <summary>Its <c>grant_type</c>.</summary>
    string Type { get; }

    /// <summary>Judges the request of a client that has proved itself and may use this grant.</summary>
    Task<Result<Granted>> JudgeAsync(Form form, Client client, CancellationToken ct);

    /// <summary>Makes it final, when every token is signed and ready; nothing leaves before.</summary>
    /// <returns>Why it cannot be made final; null when it was.</returns>
    Task<OAuthError?> CommitAsync(Granted granted, CancellationToken ct);
}
