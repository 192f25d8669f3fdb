using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>Authorizations that were given, for introspection, revocation and sign-out; the token endpoint has more.</summary>
public interface IGivenAuthorizations
{
    /// <summary>Whether a refresh token would be taken now, without taking it.</summary>
    /// <returns>The authorization and when the token expires; null when it would not.</returns>
    Task<(Authorization Authorization, DateTimeOffset ExpiresAt)?> FindAsync(RefreshToken token, Client client, CancellationToken ct);

    /// <summary>Ends an authorization, with every token of it, in force here at once and everywhere within a second.</summary>
    /// <param name="clientId">Whose it must be.</param>
    Task EndAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct);
}
