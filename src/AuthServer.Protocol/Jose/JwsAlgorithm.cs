using System.Collections.Frozen;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>What a name of RFC 7518 §3.1 asks of the key and of the arithmetic.</summary>
/// <param name="Name"><c>alg</c>, compared case-sensitively.</param>
/// <param name="KeyType"><c>kty</c> of the key.</param>
/// <param name="Curve"><c>crv</c> of the key: ECDSA alone. Each algorithm has one (§3.4).</param>
/// <param name="HashLength">In bytes; for HMAC the least key length too (§3.2).</param>
/// <param name="Padding">RSA alone.</param>
internal sealed record JwsAlgorithm(
    string Name, string KeyType, string? Curve, HashAlgorithmName Hash, int HashLength, RSASignaturePadding? Padding)
{
    private static readonly FrozenDictionary<string, JwsAlgorithm> All = new JwsAlgorithm[]
    {
        new("HS256", KeyTypes.Oct, null, HashAlgorithmName.SHA256, 32, null),
        new("HS384", KeyTypes.Oct, null, HashAlgorithmName.SHA384, 48, null),
        new("HS512", KeyTypes.Oct, null, HashAlgorithmName.SHA512, 64, null),
        new("RS256", KeyTypes.Rsa, null, HashAlgorithmName.SHA256, 32, RSASignaturePadding.Pkcs1),
        new("RS384", KeyTypes.Rsa, null, HashAlgorithmName.SHA384, 48, RSASignaturePadding.Pkcs1),
        new("RS512", KeyTypes.Rsa, null, HashAlgorithmName.SHA512, 64, RSASignaturePadding.Pkcs1),
        new("PS256", KeyTypes.Rsa, null, HashAlgorithmName.SHA256, 32, RSASignaturePadding.Pss),
        new("PS384", KeyTypes.Rsa, null, HashAlgorithmName.SHA384, 48, RSASignaturePadding.Pss),
        new("PS512", KeyTypes.Rsa, null, HashAlgorithmName.SHA512, 64, RSASignaturePadding.Pss),
        new("ES256", KeyTypes.Ec, "P-256", HashAlgorithmName.SHA256, 32, null),
        new("ES384", KeyTypes.Ec, "P-384", HashAlgorithmName.SHA384, 48, null),
        new("ES512", KeyTypes.Ec, "P-521", HashAlgorithmName.SHA512, 64, null),
    }.ToFrozenDictionary(algorithm => algorithm.Name, StringComparer.Ordinal);

    /// <summary>By name; null for every other, and for <c>none</c> above all.</summary>
    public static JwsAlgorithm? Find(string name) => All.GetValueOrDefault(name);
}
