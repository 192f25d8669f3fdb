using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>A request object whose signature is the client's (OIDC Core §6.1, RFC 9101 §4).</summary>
internal sealed class RequestObject
{
    /// <summary>How far clocks may differ. Chosen.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private const string JarType = "oauth-authz-req+jwt";

    /// <summary>Claims about the object, which are no parameters.</summary>
    private static readonly string[] OfTheObject = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

    private readonly JwtClaims _claims;

    private RequestObject(JwtClaims claims, bool standsAlone) => (_claims, StandsAlone) = (claims, standsAlone);

    /// <summary>Whether what is sent beside it counts for nothing (RFC 9101 §6.3); else it fills gaps (OIDC Core §6.1).</summary>
    public bool StandsAlone { get; }

    /// <summary>Takes what was verified.</summary>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static RequestObject? TryTake(JwsReading.Verified jws, Client client, out string? reason)
    {
        reason = "typ is another kind of token's";
        if (jws.Type is not null && !jws.IsOfType("JWT") && !jws.IsOfType(JarType))
            return null;
        return JwtClaims.TryRead(jws.Payload, out reason) is { } claims
            ? new RequestObject(claims, jws.IsOfType(JarType) || client.RequireSignedRequestObject)
            : null;
    }

    /// <summary>Judges what the object says of itself.</summary>
    /// <returns>What is wrong, for the client; null when nothing is.</returns>
    public string? FlawFor(Client client, Form outside, IIssuer issuer, DateTimeOffset now)
    {
        if (_claims.Find("iss") is { } signer && signer != client.Id)
            return "iss is not the client";
        // It would pass for the client's assertion at the token endpoint (RFC 9101 §10.8).
        if (_claims.Find("sub") == client.Id)
            return "sub must not be the client";
        if (_claims.Audience is { } audience && !audience.Contains(issuer.Url, StringComparer.Ordinal))
            return "aud is another server";
        if ((_claims.ExpiresAt is null ? null : _claims.RefuseAt(now, Skew)) is { } flaw)
            return flaw;
        if (_claims.NotBefore > now + Skew || _claims.IssuedAt > now + Skew)
            return "nbf or iat has not come";
        if (_claims.Json.TryGetProperty("request", out _) || _claims.Json.TryGetProperty("request_uri", out _))
            return "it must not refer to another one";
        return !StandsAlone && outside.Find("response_type") is { } type && _claims.Find("response_type") is { } inside && type != inside
            ? "response_type differs from the one outside"
            : null;
    }

    /// <summary>The parameters that count: what stands inside, and beside it what may.</summary>
    public Form Merge(Form outside)
    {
        var inside = _claims.Json.EnumerateObject().Where(p => !OfTheObject.Contains(p.Name)).SelectMany(ValuesOf).ToList();
        var names = inside.Select(v => v.Key).Append("request").Append("request_uri").ToHashSet(StringComparer.Ordinal);
        var beside = outside.Values.Where(v => !names.Contains(v.Key) && (!StandsAlone || v.Key == "client_id"));
        return Form.Of([.. inside, .. beside]);
    }

    /// <summary>Numbers and objects as JSON writes them: <c>max_age</c>, <c>claims</c>; what may repeat is an array.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [new(member.Name, member.Value.GetString()!)], // a JSON string is never null
        JsonValueKind.Array when member.Name == "resource" =>
            member.Value.EnumerateArray().Select(i => new KeyValuePair<string, string>(member.Name, i.ToString())),
        _ => [new(member.Name, member.Value.GetRawText())],
    };
}
