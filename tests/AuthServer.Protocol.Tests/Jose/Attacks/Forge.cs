using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

/// <summary>Makes what an attacker makes: any header and payload, byte for byte, under any key.</summary>
internal static class Forge
{
    public const string Claims = """{"sub":"ada"}""";

    /// <summary>Every algorithm there is, so that no refusal comes from the allow-list alone.</summary>
    public static readonly string[] AllAlgorithms =
        [.. JwsAlgorithms.ClientAssertions, "HS256", "HS384", "HS512", "none"];

    public static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    public static string Text(string utf8) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(utf8));

    /// <summary>A token whose parts are signed as they stand.</summary>
    public static string Token(string header, Func<byte[], byte[]> sign, string claims = Claims) =>
        Sealed($"{Text(header)}.{Text(claims)}", sign);

    public static string Sealed(string signed, Func<byte[], byte[]> sign) =>
        $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";

    public static byte[] Es256(byte[] data) => P256.SignData(data, HashAlgorithmName.SHA256);

    public static byte[] Rs256(byte[] data) => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static byte[] Hs256(byte[] data) => HMACSHA256.HashData(Secret, data);

    /// <summary>The members of a public key as JSON, for a set or a <c>jwk</c> header.</summary>
    public static string Members(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return $"""
            "kty":"EC","crv":"P-{key.KeySize}","x":"{x}","y":"{y}"
            """;
    }

    public static string Members(RSA key)
    {
        var numbers = key.ExportParameters(false);
        var (n, e) = (Base64Url.EncodeToString(numbers.Modulus), Base64Url.EncodeToString(numbers.Exponent));
        return $"""
            "kty":"RSA","n":"{n}","e":"{e}"
            """;
    }

    public static string Members(byte[] secret) => $"""
        "kty":"oct","k":"{Base64Url.EncodeToString(secret)}"
        """;

    /// <summary>A set that must be readable.</summary>
    public static JwkSet Keys(params string[] keys)
    {
        var set = JwkSet.TryParse(Set(keys), JwkSecrets.Allowed, out var reason);
        return set ?? throw new InvalidOperationException(reason);
    }

    public static byte[] Set(params string[] keys) =>
        Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys.Select(members => $"{{{members}}}"))}}]}""");

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static JwsReading Read(string token, JwkSet keys, string? type = null) =>
        JwsReader.Read(token, keys, AllAlgorithms, type);
}
