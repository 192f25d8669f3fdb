using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>A fresh key for one content, and how its recipient comes by it (RFC 7516 §5.1).</summary>
/// <param name="Key">The content's key.</param>
/// <param name="Encrypted">The JWE Encrypted Key; empty where the key is agreed or shared.</param>
/// <param name="Ephemeral">The sender's half of an agreement: <c>epk</c> (RFC 7518 §4.6.1.1).</param>
internal sealed record WrappedKey(byte[] Key, byte[] Encrypted, EcMaterial? Ephemeral = null)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => "[key]";

    /// <summary>A random key under another one.</summary>
    public static WrappedKey Under(ReadOnlySpan<byte> wrappingKey, int length, EcMaterial? ephemeral = null)
    {
        var key = RandomNumberGenerator.GetBytes(length);
        return new WrappedKey(key, AesKeyWrap.Wrap(wrappingKey, key), ephemeral);
    }
}
