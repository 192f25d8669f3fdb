using System.Security.Cryptography;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Issuing;

/// <summary>A sub-key of the ring, for one purpose: seals and MACs, and never shows itself.</summary>
/// <param name="id">Stands in every artefact made with it.</param>
/// <param name="key">32 bytes.</param>
public sealed class RingKey(uint id, byte[] key)
{
    /// <summary>Bytes that sealing adds: nonce and tag.</summary>
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 24;
    private const int TagLength = 16;

    /// <summary>The id in the artefact.</summary>
    public uint Id => id;

    private readonly KeyedHash _mac = new(key);

    /// <summary>
    /// AES-256-GCM with a 24-byte random nonce: its first half derives a key for this message alone, so that the limit
    /// of 2^32 messages under one key, which a busy server meets in days, does not apply.
    /// </summary>
    /// <param name="box">Receives <paramref name="plaintext"/> and <see cref="Overhead"/> bytes more.</param>
    public void Seal(ReadOnlySpan<byte> plaintext, Span<byte> box)
    {
        var nonce = box[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var gcm = MessageKey(nonce);
        gcm.Encrypt(nonce[12..], plaintext, box[NonceLength..^TagLength], box[^TagLength..]);
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <returns>False for anything that this key did not seal for this purpose.</returns>
    public bool TryOpen(ReadOnlySpan<byte> box, Span<byte> plaintext)
    {
        if (box.Length < Overhead)
            return false;
        var nonce = box[..NonceLength];
        using var gcm = MessageKey(nonce);
        try
        {
            gcm.Decrypt(nonce[12..], box[NonceLength..^TagLength], box[^TagLength..], plaintext);
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
    public void Mac(ReadOnlySpan<byte> data, Span<byte> mac) => _mac.Hash(data, mac);

    private AesGcm MessageKey(ReadOnlySpan<byte> nonce)
    {
        Span<byte> messageKey = stackalloc byte[32];
        Mac(nonce[..12], messageKey);
        return new AesGcm(messageKey, TagLength);
    }
}
