using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Attacks;

/// <summary>Signed objects of any header and content, as whoever has the key can make them.</summary>
internal static class Forged
{
    /// <summary>A JWS over exactly this header and these claims.</summary>
    public static string Jws(SigningKey key, JsonObject header, JsonObject claims) =>
        Jws(key, header.ToJsonString(), claims.ToJsonString());

    /// <summary>The same of any text.</summary>
    public static string Jws(SigningKey key, string header, string claims) => Jws(header, claims, data =>
    {
        var signature = new byte[key.SignatureLength];
        return signature[..key.Sign(data, signature)];
    });

    /// <summary>A JWS whose last part is whatever the function makes of the others.</summary>
    public static string Jws(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The header that a key's owner writes.</summary>
    public static JsonObject HeaderOf(SigningKey key, string? type = "JWT")
    {
        var header = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.Id };
        if (type is not null)
            header["typ"] = type;
        return header;
    }

    /// <summary>The claims of a client's assertion as they should be, with some changed.</summary>
    public static JsonObject AssertionClaims(StandardServer server, string clientId = "signed", Action<JsonObject>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = server.Issuer,
            ["iat"] = now,
            ["exp"] = now + 60,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
        };
        change?.Invoke(claims);
        return claims;
    }

    /// <summary>An assertion of client <c>signed</c>, or of a copy of it.</summary>
    public static string Assertion(
        StandardServer server, string clientId = "signed", Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var head = HeaderOf(StandardServer.KeyOfSigned);
        header?.Invoke(head);
        return Jws(StandardServer.KeyOfSigned, head, AssertionClaims(server, clientId, claims));
    }

    /// <summary>A good login of client <c>signed</c>, or of a copy of it; each is used up by its first use.</summary>
    public static ClientLogin Login(StandardServer server, string clientId = "signed") =>
        ClientLogin.Assertion(Assertion(server, clientId));

    /// <summary>Header or claims of a token, unverified.</summary>
    public static JsonObject Part(string jws, int part) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(jws.Split('.')[part]))!.AsObject(); // an object's text is no null

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
