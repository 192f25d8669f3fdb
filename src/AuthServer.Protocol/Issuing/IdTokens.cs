using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Writes ID tokens (OIDC Core §2).</summary>
public sealed class IdTokens(ResponseTokens responses, IIssuer issuer, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary><c>typ</c>.</summary>
    internal const string Type = "JWT";

    /// <summary>Writes one, signed and encrypted as the client registered.</summary>
    /// <param name="accessToken">What comes along; null at the authorization endpoint, where none was asked for.</param>
    /// <returns><c>temporarily_unavailable</c> while it cannot be encrypted.</returns>
    public ValueTask<Result<string>> WriteAsync(
        Granted granted, Subject subject, IReadOnlyDictionary<string, Scope> known, string? accessToken, CancellationToken ct)
    {
        var client = granted.Client;
        var claims = WriteClaims(granted, subject, known, accessToken);
        return responses.ProtectAsync(client, client.IdTokenAlgorithm, client.IdTokenEncryption, Type, claims, ct);
    }

    private ReadOnlySpan<byte> WriteClaims(
        Granted granted, Subject subject, IReadOnlyDictionary<string, Scope> known, string? accessToken)
    {
        var authorization = granted.Authorization;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", issuer.Url);
            writer.WriteString("sub", authorization.Subject);
            writer.WriteString("aud", granted.Client.Id);
            writer.WriteNumber("iat", now);
            writer.WriteNumber("exp", now + (long)lifetimes.IdToken.TotalSeconds);
            if (authorization.AuthTime is { } authTime)
                writer.WriteNumber("auth_time", authTime.ToUnixTimeSeconds());
            if (granted.Nonce is not null)
                writer.WriteString("nonce", granted.Nonce);
            if (authorization.Acr is not null)
                writer.WriteString("acr", authorization.Acr);
            if (authorization.Methods.Count > 0)
                StandardClaims.WriteArray(writer, "amr", authorization.Methods);
            if (authorization.ShownSessionId is { } session)
                writer.WriteString("sid", session);
            if (accessToken is not null)
                writer.WriteString("at_hash", HalfHash(accessToken));
            if (granted.Code is not null)
                writer.WriteString("c_hash", HalfHash(granted.Code));
            foreach (var claim in ClaimsOf(granted, known, isAlone: accessToken is null && granted.Code is null))
                StandardClaims.Write(writer, subject, claim);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Where no access token follows, nobody can ask userinfo: what the scopes bring goes along (OIDC Core §5.4).</summary>
    private static IEnumerable<string> ClaimsOf(Granted granted, IReadOnlyDictionary<string, Scope> known, bool isAlone) =>
        (isAlone ? StandardClaims.Of(granted.Scopes, known) : StandardClaims.OfTokens(granted.Scopes, known))
        .Union(granted.Authorization.Claims.IdToken, StringComparer.Ordinal);

    /// <summary><c>at_hash</c>, <c>c_hash</c>: the left half of the SHA-256 (OIDC Core §3.1.3.6, §3.3.2.11; our algorithms
    /// all end in 256).</summary>
    private static string HalfHash(string value)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.ASCII.GetBytes(value), hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}
