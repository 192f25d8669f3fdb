using System.Text;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>Client authentication, once for every endpoint that needs it (RFC 6749 §2.3).</summary>
public sealed class ClientAuthenticator(IClients clients, ClientAssertions assertions, TimeProvider clock)
{
    private static readonly ClientSecretHash Nobody = ClientSecretHash.Of("no client has this secret");

    /// <summary>Finds out which client sends this request.</summary>
    /// <param name="authorization">The Authorization header, whole.</param>
    /// <returns>An enabled client that proved itself by its one registered method, or <c>invalid_client</c> in the
    /// same words whether the client is unknown, disabled or wrong; <c>invalid_request</c> for a muddled request.</returns>
    public async ValueTask<Result<Client>> AuthenticateAsync(string? authorization, Form form, CancellationToken ct)
    {
        if (!ClientCredentials.Read(authorization, form).Succeeded(out var credentials, out var error))
            return error;

        var clientId = credentials.ClientId ?? ClientAssertions.ClaimedClient(credentials.Secret);
        if (clientId is null)
            return Refused("no client is named");
        var client = await clients.FindAsync(clientId, ct);
        var reason = client switch
        {
            null => "unknown client",
            { Enabled: false } => "client is disabled",
            _ when client.AuthMethod != credentials.Method => $"registered for {client.AuthMethod}, used {credentials.Method}",
            _ => null,
        };

        return credentials.Method switch
        {
            AuthMethods.None when reason is null => client!, // no reason, so it was found
            AuthMethods.PrivateKeyJwt when reason is null =>
                await assertions.JudgeAsync(client!, credentials.Secret!, ct) is { } flaw ? Refused(flaw) : client!,
            AuthMethods.ClientSecretBasic or AuthMethods.ClientSecretPost =>
                MatchesSecret(client, credentials.Secret!) && reason is null ? client! : Refused(reason ?? "wrong secret"),
            _ => Refused(reason ?? "method not built"),
        };
    }

    /// <summary>An unknown client costs the same as a wrong secret.</summary>
    private bool MatchesSecret(Client? client, string secret)
    {
        if (Encoding.UTF8.GetByteCount(secret) > ClientSecretHash.MaxSecretLength)
            return false;
        var bytes = Encoding.UTF8.GetBytes(secret);
        var now = clock.GetUtcNow();
        if (client is null || client.Secrets.Count == 0)
            return Nobody.Matches(bytes, now) && false;
        return client.Secrets.Any(s => s.Matches(bytes, now));
    }

    private static OAuthError Refused(string reason) =>
        new(ErrorCode.InvalidClient, "client authentication failed", reason);
}
