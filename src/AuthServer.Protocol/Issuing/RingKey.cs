using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Issuing;

/// <summary>A sub-key of the ring, for one purpose: seals and MACs, and never shows itself.</summary>
/// <param name="id">Stands in every artefact made with it.</param>
/// <param name="key">32 bytes.</param>
public sealed class RingKey(uint id, byte[] key)
{
    /// <summary>Bytes that sealing adds: nonce and tag.</summary>
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 24;
    private const int HalfLength = 12;
    private const int MostMessages = 4096;
    private const int TagLength = 16;

    /// <summary>The id in the artefact.</summary>
    public uint Id => id;

    // Hashes that hold the key, and keys derived from it: dear to make, and one caller's alone while they are used. As many
    // as are used at once.
    private readonly ConcurrentBag<IncrementalHash> _macs = [];
    private readonly ConcurrentBag<DerivedKey> _derived = [];

    /// <summary>
    /// AES-256-GCM with a 24-byte nonce: its first half derives a key for a few thousand messages, its second half is random
    /// for each, so that the limit of 2^32 messages under one key, which a busy server meets in days, does not apply.
    /// </summary>
    /// <param name="box">Receives <paramref name="plaintext"/> and <see cref="Overhead"/> bytes more.</param>
    public void Seal(ReadOnlySpan<byte> plaintext, Span<byte> box)
    {
        if (!_derived.TryTake(out var derived))
            derived = Derive();
        var nonce = box[..NonceLength];
        derived.Half.CopyTo(nonce);
        RandomNumberGenerator.Fill(nonce[HalfLength..]);
        derived.Gcm.Encrypt(nonce[HalfLength..], plaintext, box[NonceLength..^TagLength], box[^TagLength..]);
        if (++derived.Used < MostMessages)
            _derived.Add(derived);
        else
            derived.Gcm.Dispose();
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <returns>False for anything that this key did not seal for this purpose.</returns>
    public bool TryOpen(ReadOnlySpan<byte> box, Span<byte> plaintext)
    {
        if (box.Length < Overhead)
            return false;
        var nonce = box[..NonceLength];
        using var gcm = KeyOf(nonce[..HalfLength]);
        try
        {
            gcm.Decrypt(nonce[HalfLength..], box[NonceLength..^TagLength], box[^TagLength..], plaintext);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>HMAC-SHA256.</summary>
    /// <param name="data">What is bound.</param>
    /// <param name="mac">Receives 32 bytes.</param>
    public void Mac(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        if (!_macs.TryTake(out var hash))
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(data);
        hash.GetHashAndReset(mac);
        _macs.Add(hash);
    }

    private DerivedKey Derive()
    {
        var half = RandomNumberGenerator.GetBytes(HalfLength);
        return new DerivedKey(half, KeyOf(half));
    }

    private AesGcm KeyOf(ReadOnlySpan<byte> half)
    {
        Span<byte> key = stackalloc byte[32];
        Mac(half, key);
        return new AesGcm(key, TagLength);
    }

    private sealed class DerivedKey(byte[] half, AesGcm gcm)
    {
        public byte[] Half => half;

        public AesGcm Gcm => gcm;

        public int Used { get; set; }
    }
}
