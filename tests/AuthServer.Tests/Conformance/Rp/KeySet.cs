using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>The server's published keys, and verification with the platform's own primitives: none of our code judges our tokens.</summary>
internal sealed class KeySet(JsonElement document)
{
    public JsonElement Document => document;

    public IReadOnlyList<JsonElement> Keys { get; } =
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array ? [.. keys.EnumerateArray()] : [];

    /// <summary>Why this token's signature does not stand; null: it does.</summary>
    public string? WhyNotSigned(Jwt token)
    {
        var algorithm = token.Algorithm;
        var kind = algorithm.StartsWith("ES", StringComparison.Ordinal) ? "EC" : "RSA";
        if (algorithm.Length != 5 || algorithm[..2] is not ("RS" or "PS" or "ES"))
            return $"alg {algorithm}";

        var fitting = Keys.Where(k => Member(k, "kty") == kind && (Member(k, "alg") ?? algorithm) == algorithm
            && (Member(k, "use") ?? "sig") == "sig");
        if (!token.Header.TryGetProperty("kid", out var kid))
            return fitting.Any(k => Verifies(k, token)) ? null : "no kid, and no published key verifies it";

        var named = fitting.Where(k => Member(k, "kid") == kid.GetString()).ToList();
        return named.Count switch
        {
            0 => $"no published {algorithm} key has kid {kid}",
            1 => Verifies(named[0], token) ? null : "the signature is not that key's",
            _ => $"{named.Count} published keys have kid {kid}",
        };
    }

    /// <summary>The hash that goes with a signature's algorithm: RS256 → SHA-256.</summary>
    public static HashAlgorithmName HashOf(string algorithm) => algorithm[2..] switch
    {
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    internal static string? Member(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static RSA ToRsa(JsonElement key) =>
        RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });

    internal static ECDsa ToEcdsa(JsonElement key) => ECDsa.Create(new ECParameters
    {
        Curve = Member(key, "crv") switch
        {
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => ECCurve.NamedCurves.nistP256,
        },
        Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") },
    });

    private static bool Verifies(JsonElement key, Jwt token)
    {
        var hash = HashOf(token.Algorithm);
        if (token.Algorithm[0] == 'E')
        {
            using var ec = ToEcdsa(key);
            return ec.VerifyData(token.SignedPart, token.Signature, hash);
        }

        using var rsa = ToRsa(key);
        var padding = token.Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.VerifyData(token.SignedPart, token.Signature, hash, padding);
    }

    private static byte[] Bytes(JsonElement key, string member) => Base64Url.DecodeFromChars(Member(key, member));
}
