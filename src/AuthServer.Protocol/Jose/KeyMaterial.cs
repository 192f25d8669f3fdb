using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// The numbers of a key, imported once: importing costs several times a verification. Safe for many threads at once.
/// </summary>
internal abstract class KeyMaterial
{
    /// <summary><c>kty</c>.</summary>
    public abstract string KeyType { get; }

    /// <summary>Whether the numbers can serve the algorithm: type, curve, length.</summary>
    public abstract bool Fits(JwsAlgorithm algorithm);

    /// <summary>Checks a signature or MAC over <paramref name="data"/>; for an algorithm that fits.</summary>
    public abstract bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>Whether the numbers can serve the encryption: type, and length of a shared secret.</summary>
    public abstract bool Fits(JweAlgorithm algorithm, ContentEncryption content);

    /// <summary>A fresh key for one content that the holder of this one can come by; for algorithms that fit.</summary>
    public abstract WrappedKey Wrap(JweAlgorithm algorithm, ContentEncryption content);

    /// <summary>Writes a thumbprint's input: the members that RFC 7638 §3.2 requires, in its order.</summary>
    public abstract void WriteRequired(Utf8JsonWriter json);
}
