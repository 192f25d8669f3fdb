using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Reads our own ID tokens, which come back as hints.</summary>
public sealed class IdTokenReader(OwnKeys keys, IIssuer issuer)
{
    /// <summary>Reads one that comes back as <c>id_token_hint</c>; an expired one is still a hint.</summary>
    /// <param name="client">Whose it should be; needed for one that was signed with a client's secret.</param>
    /// <returns>Null for anything else, access tokens included.</returns>
    public IdTokenHint? ReadHint(string token, Client? client)
    {
        if (Verify(token, client) is not { } jws
            || JwtClaims.TryRead(jws.Payload, out _) is not { } claims)
            return null;
        if (claims.Find("iss") != issuer.Url || claims.Find("sub") is not { } subject || claims.Find("aud") is not { } audience)
            return null;
        // We write none; one that names another party is not for this client (OIDC Core §3.1.3.7).
        if (claims.Find("azp") is { } party && party != audience)
            return null;
        return new IdTokenHint(subject, audience, Guid.TryParse(claims.Find("sid"), out var session) ? session : null);
    }

    /// <summary>Which client a token says it is for, before anything is verified.</summary>
    public static string? ClaimedClient(string token) =>
        token.Length <= JwsReader.MaxLength && token.Split('.') is [_, var payload, _] && StrictBase64Url.TryDecode(payload) is { } bytes
            ? JwtClaims.TryRead(bytes, out _)?.Find("aud")
            : null;

    /// <summary>A secret verifies its own client's alone, and only where that client chose it (RFC 8725 §2.1).</summary>
    private JwsReading.Verified? Verify(string token, Client? client)
    {
        if (client?.IdTokenAlgorithm != JwsAlgorithms.HS256)
            return JwsReader.Read(token, keys.Public, JwsAlgorithms.Signing, IdTokens.Type) as JwsReading.Verified;
        return client.SharedSecrets.Select(s => JwsReader.Read(token, s.Keys, [JwsAlgorithms.HS256], IdTokens.Type))
            .OfType<JwsReading.Verified>().FirstOrDefault();
    }
}
