using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Registration;

/// <summary>Dynamic client registration and its management (RFC 7591 §3, RFC 7592 §2, OIDC Registration §3, §4).</summary>
public sealed class RegistrationFlow(
    RegistrationReader reader, IRegisteredClients clients, IInitialAccessTokens initialTokens, RegistrationPolicy policy,
    TimeProvider clock)
{
    /// <summary>What RFC 7592 §2.2 forbids in an update.</summary>
    private static readonly string[] OursAlone =
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];

    /// <summary>Registers a client.</summary>
    /// <param name="token">The initial access token; null: none was sent.</param>
    /// <param name="json">The body.</param>
    /// <returns><c>invalid_token</c> where one is needed; an error of RFC 7591 §3.2.2; <c>temporarily_unavailable</c> when
    /// there are as many clients as there may be.</returns>
    public async Task<Result<RegisteredClient>> RegisterAsync(string? token, ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        // Nothing is read, and nothing fetched, for somebody who may not register.
        if (policy.Mode == RegistrationMode.Token && (token is null || !await initialTokens.IsGoodAsync(token, ct)))
            return NoToken("a good initial access token is needed");
        if (RegistrationReader.Parse(json.Span) is not { } document)
            return NotJson;
        var judged = await reader.ReadAsync(document, NewId(), ct);
        if (!judged.Succeeded(out var wanted, out var error))
            return error;

        // Used last: a token that is good for one client is not lost to a misspelt member.
        if (policy.Mode == RegistrationMode.Token && !await initialTokens.ConsumeAsync(token!, ct)) // seen above
            return NoToken("the initial access token is unknown, expired or used up");
        return await clients.CreateAsync(wanted with { Secret = NeedsSecret(wanted.Client) ? NewSecret() : null }, ct) is { } made
            ? made
            : new OAuthError(ErrorCode.TemporarilyUnavailable, "too many clients are registered") { RetryAfter = TimeSpan.FromHours(1) };
    }

    /// <summary>Tells a client what is registered of it (RFC 7592 §2.1).</summary>
    /// <returns><c>invalid_token</c> for every token but the client's own, whether there is such a client or not.</returns>
    public async Task<Result<RegisteredClient>> ReadAsync(string clientId, string? token, CancellationToken ct) =>
        token is not null && await clients.FindAsync(clientId, token, ct) is { } found ? found : NotIts;

    /// <summary>Replaces what is registered (RFC 7592 §2.2): whatever is left out is back at its default.</summary>
    /// <returns>As registering, and <c>invalid_token</c> as reading. The answer holds a new registration access token; the
    /// old one is dead.</returns>
    public async Task<Result<RegisteredClient>> ReplaceAsync(
        string clientId, string? token, ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        if (!(await ReadAsync(clientId, token, ct)).Succeeded(out var before, out var error))
            return error;
        if (RegistrationReader.Parse(json.Span) is not { } document)
            return NotJson;
        if (FlawOfIdentity(document, before.Client) is { } flaw)
            return new OAuthError(ErrorCode.InvalidClientMetadata, flaw);
        if (!(await reader.ReadAsync(document, clientId, ct)).Succeeded(out var wanted, out error))
            return error;

        var needsNew = NeedsSecret(wanted.Client) && !CanKeepSecret(before.Client, wanted.Client);
        return await clients.ReplaceAsync(before, wanted with { Secret = needsNew ? NewSecret() : null }, ct) is { } replaced
            ? replaced
            : NotIts;
    }

    /// <summary>Deletes a client (RFC 7592 §2.3).</summary>
    /// <returns>Null, or <c>invalid_token</c>.</returns>
    public async Task<OAuthError?> DeleteAsync(string clientId, string? token, CancellationToken ct)
    {
        if (!(await ReadAsync(clientId, token, ct)).Succeeded(out var found, out var error))
            return error;
        await clients.DeleteAsync(found, ct);
        return null;
    }

    private static OAuthError NotJson => new(ErrorCode.InvalidClientMetadata, "the body is not a JSON object that can be read");

    private static OAuthError NotIts => NoToken("the registration access token is not this client's");

    private static OAuthError NoToken(string description) => new(ErrorCode.InvalidToken, description);

    private string? FlawOfIdentity(JsonElement document, Client client)
    {
        if (Array.Find(OursAlone, m => document.TryGetProperty(m, out _)) is { } ours)
            return $"{ours} must not be sent";
        if (!document.TryGetProperty("client_id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() != client.Id)
            return "client_id must be the client's own";
        return document.TryGetProperty("client_secret", out var secret)
            && !(secret.ValueKind == JsonValueKind.String && IsIts(client, secret.GetString() ?? ""))
            ? "client_secret must be the present one"
            : null;
    }

    private bool IsIts(Client client, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length <= ClientSecretHash.MaxSecretLength && client.Secrets.Any(s => s.Matches(bytes, clock.GetUtcNow()));
    }

    private static bool NeedsSecret(Client client) => client.NeedsSharedSecret
        || client.AuthMethod is AuthMethods.ClientSecretBasic or AuthMethods.ClientSecretPost or AuthMethods.ClientSecretJwt;

    /// <summary>A secret that only its hash is left of cannot sign.</summary>
    private static bool CanKeepSecret(Client before, Client after) =>
        before.Secrets.Count > 0 && (!after.NeedsSharedSecret || before.NeedsSharedSecret);

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
