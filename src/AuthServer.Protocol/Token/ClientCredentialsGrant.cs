using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>client_credentials — RFC 6749 §4.4: the client by itself. One signature, no write.</summary>
public sealed class ClientCredentialsGrant(IScopes scopes, IRevocations revocations, IIssuer issuer) : IGrant
{
    /// <summary>Scopes that speak of a person, which here is none.</summary>
    private static readonly string[] Personal = [.. StandardScopes.Default, StandardScopes.Roles, "groups"];

    /// <inheritdoc/>
    public string Type => GrantTypes.ClientCredentials;

    /// <inheritdoc/>
    public async Task<Result<Granted>> JudgeAsync(Form form, Client client, CancellationToken ct)
    {
        if (client.IsPublic)
            return new OAuthError(ErrorCode.UnauthorizedClient, "a public client cannot act by itself");
        if (ScopeSet.TryParse(form.Find("scope")) is not { } asked)
            return new OAuthError(ErrorCode.InvalidScope, "scope is malformed or too long");

        var granted = asked.Count > 0 ? asked : client.Scopes.Without(Personal);
        var known = await scopes.AllAsync(ct);
        if (!granted.IsWithin(client.Scopes) || granted.HasAny(Personal) || !granted.AreIn(known))
            return new OAuthError(ErrorCode.InvalidScope, "a scope is unknown, not the client's, or speaks of a person");
        if (!ResourceRule.Judge(form, granted, known, issuer).Succeeded(out var resources, out var error))
            return error;

        return new Granted
        {
            Client = client,
            Authorization = new Authorization
            {
                Subject = SubjectOf(client),
                ClientId = client.Id,
                Scopes = granted,
                Epochs = new Epochs(0, client.Epoch, revocations.ServerEpoch),
            },
            Scopes = granted,
            Resources = resources,
        };
    }

    /// <summary>People's subjects are UUIDs: a client that is named like one is marked, so that no API takes it for a
    /// person (RFC 9700 §4.15).</summary>
    private static string SubjectOf(Client client) =>
        Guid.TryParse(client.Id, out _) ? $"client:{client.Id}" : client.Id;

    /// <inheritdoc/>
    public Task<OAuthError?> CommitAsync(Granted granted, CancellationToken ct) => Task.FromResult<OAuthError?>(null);
}
