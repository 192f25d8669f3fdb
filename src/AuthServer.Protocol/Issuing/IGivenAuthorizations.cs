using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>Authorizations that were given, for introspection, revocation and sign-out; the token endpoint has more.</summary>
public interface IGivenAuthorizations
{
    /// <summary>Writes what a person gave without a code: to an app of ours by signing in there, or to a client that took
    /// its access token from the authorization endpoint. The INSERT that redeems, with no code to be first with.</summary>
    /// <returns>False: the person, the session or the client has ended meanwhile.</returns>
    Task<bool> GiveAsync(PendingAuthorization pending, Client client, CancellationToken ct);

    /// <summary>Whether a refresh token would be taken now, without taking it.</summary>
    /// <returns>The authorization and when the token expires; null when it would not.</returns>
    Task<(Authorization Authorization, DateTimeOffset ExpiresAt)?> FindAsync(RefreshToken token, Client client, CancellationToken ct);

    /// <summary>Ends an authorization, with every token of it, in force here at once and everywhere within a second.</summary>
    /// <param name="clientId">Whose it must be.</param>
    Task EndAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct);
}
