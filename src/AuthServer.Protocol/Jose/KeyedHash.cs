using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>HMAC-SHA256 under one key, for whoever needs it with every request.</summary>
/// <param name="key">32 bytes, as a rule.</param>
public sealed class KeyedHash(byte[] key)
{
    // What holds the key is dear to make, and one caller's alone while it is used. Whoever finds it taken makes one more.
    private IncrementalHash? _spare;

    /// <summary>Hashes.</summary>
    /// <param name="hash">Receives 32 bytes.</param>
    public void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        var own = Interlocked.Exchange(ref _spare, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        own.AppendData(data);
        own.GetHashAndReset(hash);
        Interlocked.Exchange(ref _spare, own)?.Dispose();
    }
}
