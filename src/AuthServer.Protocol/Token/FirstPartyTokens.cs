using System.Security.Cryptography;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>
/// Tokens for an app of ours in which somebody has just signed in: the JSON account API's. The same tokens as any grant's;
/// only the way to the authorization is shorter, as there is no code.
/// </summary>
public sealed class FirstPartyTokens(
    IClients clients, IGivenAuthorizations authorizations, RefreshTokens refreshTokens, TokenIssuer issuer, IScopes scopes,
    IRevocations revocations)
{
    /// <summary>What is given when a request names no scope, as far as the client may have it.</summary>
    public static readonly IReadOnlyList<string> DefaultScopes =
        [StandardScopes.OpenId, "profile", "email", StandardScopes.OfflineAccess];

    /// <summary>Judges who asks and for what; comes before the person's proof, so that a wrong client spends no code.</summary>
    /// <returns>
    /// <c>invalid_client</c> for all but enabled first-party clients whose tokens need no key; <c>invalid_scope</c>.
    /// </returns>
    public async Task<Result<FirstPartyRequest>> JudgeAsync(string? clientId, string? scope, CancellationToken ct)
    {
        if (clientId is null || await clients.FindAsync(clientId, ct) is not { Enabled: true, FirstParty: true, TokenBinding: null } client)
            return new OAuthError(ErrorCode.InvalidClient, "client_id names no app that may use this API");
        if (ScopeSet.TryParse(scope) is not { } asked)
            return new OAuthError(ErrorCode.InvalidScope, "scope is malformed or too long");
        if (asked.Count == 0)
            return new FirstPartyRequest(client, ScopeSet.Of(DefaultScopes.Where(client.Scopes.Has)));
        var known = await scopes.AllAsync(ct);
        return asked.IsWithin(client.Scopes) && asked.AreIn(known)
            ? new FirstPartyRequest(client, asked)
            : new OAuthError(ErrorCode.InvalidScope, "a scope is unknown or not the client's");
    }

    /// <summary>Writes the authorization and gives its tokens.</summary>
    /// <param name="who">Whose session has just begun.</param>
    /// <returns><c>invalid_grant</c> when person, session or client ended meanwhile.</returns>
    /// <exception cref="System.Data.Common.DbException">Nothing may leave: answer 503.</exception>
    public async Task<Result<IssuedTokens>> IssueAsync(FirstPartyRequest request, SignedIn who, CancellationToken ct)
    {
        var client = request.Client;
        var given = new Authorization
        {
            Id = Guid.CreateVersion7(),
            UserId = who.UserId,
            Subject = who.UserId.ToString(),
            ClientId = client.Id,
            SessionId = who.SessionId,
            Scopes = request.Scopes,
            AuthTime = who.AuthTime,
            Methods = who.Methods,
            Epochs = new Epochs(who.Epoch, client.Epoch, revocations.ServerEpoch),
        };
        var pending = new PendingAuthorization(given, RandomNumberGenerator.GetBytes(32), refreshTokens.CurrentKeyId);
        var granted = new Granted
        {
            Client = client,
            Authorization = given,
            Scopes = request.Scopes,
            RefreshToken = refreshTokens.First(pending, client),
            Pending = pending,
        };
        // Signed first, written last: what cannot be handed over leaves no row.
        if (!(await issuer.IssueAsync(granted, ct)).Succeeded(out var tokens, out var error))
            return error;
        return await authorizations.GiveAsync(pending, client, ct)
            ? tokens
            : new OAuthError(ErrorCode.InvalidGrant, "the sign-in has ended", "person, session or client ended meanwhile");
    }
}
