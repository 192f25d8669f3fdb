using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>private_key_jwt and client_secret_jwt: RFC 7523 §3, OIDC Core §9.</summary>
public sealed class ClientAssertions(ClientKeys keys, IIssuer issuer, IReplayGuard replays, TimeProvider clock)
{
    /// <summary>Longest life of an assertion from now. Chosen: a leaked one is worth little.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How far clocks may differ. Chosen.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Oldest <c>iat</c>. Chosen.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private static readonly string[] Types = ["JWT", "client-authentication+jwt"];

    /// <summary>Which client an assertion says it is, before anything is verified.</summary>
    public static string? ClaimedClient(string? assertion) =>
        assertion is { Length: <= JwsReader.MaxLength } && assertion.Split('.') is [_, var payload, _]
            && StrictBase64Url.TryDecode(payload) is { } bytes
            ? JwtClaims.TryRead(bytes, out _)?.Find("iss")
            : null;

    /// <summary>Judges an assertion and uses up its <c>jti</c>.</summary>
    /// <returns>What is wrong, for the log; null when nothing is.</returns>
    public async ValueTask<string?> JudgeAsync(Client client, string assertion, CancellationToken ct) =>
        await FlawOfAsync(client, assertion, ct) is { } flaw ? $"assertion: {flaw}" : null;

    private async ValueTask<string?> FlawOfAsync(Client client, string assertion, CancellationToken ct)
    {
        var reading = await VerifyAsync(client, assertion, ct);
        if (reading is null)
            return "signature: the client has no secret that can sign";
        if (reading is not JwsReading.Verified jws)
            return $"signature: {(reading as JwsReading.Refused)?.Reason}";
        if (jws.Type is not null && !Types.Any(jws.IsOfType))
            return "typ is another kind of token's";
        if (JwtClaims.TryRead(jws.Payload, out _) is not { } claims)
            return "claims cannot be read";
        if (claims.Find("iss") != client.Id || claims.Find("sub") != client.Id)
            return "iss and sub must be the client_id";
        // One value alone: an audience that also names another server could be replayed there (RFC 7523bis).
        if (claims.Find("aud") is not { } audience || (audience != issuer.Url && audience != issuer.At("/connect/token")))
            return "aud is not this server alone";
        if (FlawOfTimes(claims) is { } flaw)
            return flaw;
        if (claims.Find("jti") is not { Length: > 0 and <= 256 } jti)
            return "jti is missing or too long";

        var until = claims.ExpiresAt!.Value + Skew; // judged above
        return await replays.ConsumeAsync("client_assertion", client.Id, jti, until, ct) ? null : "jti was used before";
    }

    /// <summary>Keys and secrets never stand beside each other: a public key is no secret (RFC 8725 §2.1).</summary>
    private async ValueTask<JwsReading?> VerifyAsync(Client client, string assertion, CancellationToken ct)
    {
        var ofSecret = client.AuthMethod == AuthMethods.ClientSecretJwt;
        var known = ofSecret ? JwsAlgorithms.SecretAssertions : JwsAlgorithms.ClientAssertions;
        IReadOnlyCollection<string> algorithms = client.AuthSigningAlgorithm is { } one ? [.. known.Where(a => a == one)] : known;
        if (!ofSecret)
            return await keys.ReadAsync(client, assertion, algorithms, ct);
        var now = clock.GetUtcNow();
        var readings = client.SharedSecrets.Where(s => s.IsInForce(now))
            .Select(s => JwsReader.Read(assertion, s.Keys, algorithms, null)).ToList();
        return readings.Find(r => r is JwsReading.Verified) ?? readings.FirstOrDefault();
    }

    private string? FlawOfTimes(JwtClaims claims)
    {
        var now = clock.GetUtcNow();
        if (claims.RefuseAt(now, Skew) is { } flaw)
            return flaw;
        if (claims.ExpiresAt > now + MaxLifetime + Skew)
            return "exp is too far ahead";
        return claims.IssuedAt < now - MaxAge ? "iat is old" : null;
    }
}
