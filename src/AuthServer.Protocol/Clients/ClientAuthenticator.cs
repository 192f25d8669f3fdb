using System.Text;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>Client authentication, once for every endpoint that needs it (RFC 6749 §2.3).</summary>
public sealed class ClientAuthenticator(
    IClients clients, ClientAssertions assertions, IGuessLimit guesses, TimeProvider clock)
{
    private static readonly ClientSecretHash Nobody = ClientSecretHash.Of("no client has this secret");

    /// <summary>Finds out which client sends this request.</summary>
    /// <param name="authorization">The Authorization header, whole.</param>
    /// <returns>An enabled client that proved itself by its one registered method, or <c>invalid_client</c> in the
    /// same words whether the client is unknown, disabled or wrong; <c>invalid_request</c> for a muddled request;
    /// <c>temporarily_unavailable</c> with a time to wait for who guessed too often.</returns>
    public async ValueTask<Result<Client>> AuthenticateAsync(string? authorization, Form form, CancellationToken ct)
    {
        if (!ClientCredentials.Read(authorization, form).Succeeded(out var credentials, out var error))
            return error;

        var clientId = credentials.ClientId ?? ClientAssertions.ClaimedClient(credentials.Secret);
        if (clientId is null)
            return Refused("no client is named");
        // Judged before the secret, right or wrong: or else the answer would still tell which it was.
        var proves = credentials.Secret is not null;
        if (proves && guesses.WaitOf(clientId) is { } wait)
            return new OAuthError(ErrorCode.TemporarilyUnavailable, "too many failed attempts") { RetryAfter = wait };

        var client = await clients.FindAsync(clientId, ct);
        if (await FlawOfAsync(client, credentials, ct) is not { } flaw)
            return client!; // without a flaw it was found
        if (proves)
            guesses.Failed(clientId);
        return Refused(flaw);
    }

    /// <summary>What is wrong, for the log; null when it is the client.</summary>
    private async ValueTask<string?> FlawOfAsync(Client? client, ClientCredentials credentials, CancellationToken ct)
    {
        var reason = client switch
        {
            null => "unknown client",
            { Enabled: false } => "client is disabled",
            _ when !IsRegistered(client, credentials.Method) => $"registered for {client.AuthMethod}, used {credentials.Method}",
            _ => null,
        };

        return credentials.Method switch
        {
            AuthMethods.None => reason,
            AuthMethods.PrivateKeyJwt => reason ?? await assertions.JudgeAsync(client!, credentials.Secret!, ct), // found; sent
            AuthMethods.ClientSecretBasic or AuthMethods.ClientSecretPost =>
                MatchesSecret(client, credentials.Secret!) ? reason : reason ?? "wrong secret", // sent
            _ => reason ?? "method not built",
        };
    }

    /// <summary>Which of its two keys signed an assertion is the client's registration to say, not the assertion's.</summary>
    private static bool IsRegistered(Client client, string method) =>
        client.AuthMethod == method
        || (method == AuthMethods.PrivateKeyJwt && client.AuthMethod == AuthMethods.ClientSecretJwt);

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
