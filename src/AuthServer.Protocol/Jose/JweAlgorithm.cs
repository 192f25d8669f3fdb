using System.Collections.Frozen;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>What a name of RFC 7518 §4.1 asks of the recipient's key.</summary>
/// <param name="Name"><c>alg</c>, compared case-sensitively.</param>
/// <param name="KeyType"><c>kty</c> of the key.</param>
/// <param name="WrapLength">Bytes of the key that wraps the content's key; 0: nothing is wrapped by AES.</param>
/// <param name="Padding">RSA alone.</param>
internal sealed record JweAlgorithm(string Name, string KeyType, int WrapLength, RSAEncryptionPadding? Padding)
{
    private static readonly FrozenDictionary<string, JweAlgorithm> All = new JweAlgorithm[]
    {
        // With SHA-1 by its definition (RFC 7518 §4.3); OAEP does not rest on its collisions.
        new("RSA-OAEP", KeyTypes.Rsa, 0, RSAEncryptionPadding.OaepSHA1),
        new("RSA-OAEP-256", KeyTypes.Rsa, 0, RSAEncryptionPadding.OaepSHA256),
        new("ECDH-ES", KeyTypes.Ec, 0, null),
        new("ECDH-ES+A128KW", KeyTypes.Ec, 16, null),
        new("ECDH-ES+A256KW", KeyTypes.Ec, 32, null),
        new("dir", KeyTypes.Oct, 0, null),
        new("A128KW", KeyTypes.Oct, 16, null),
        new("A256KW", KeyTypes.Oct, 32, null),
    }.ToFrozenDictionary(algorithm => algorithm.Name, StringComparer.Ordinal);

    /// <summary>By name; null for every other.</summary>
    public static JweAlgorithm? Find(string name) => All.GetValueOrDefault(name);
}
