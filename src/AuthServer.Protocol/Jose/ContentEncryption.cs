using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>Authenticated encryption of a content (RFC 7518 §5): AES-CBC with HMAC, or AES-GCM.</summary>
internal sealed class ContentEncryption
{
    private static readonly ContentEncryption[] All =
        [new("A128CBC-HS256", 32, 16, 16), new("A256CBC-HS512", 64, 16, 32), new("A128GCM", 16, 12, 16), new("A256GCM", 32, 12, 16)];

    private ContentEncryption(string name, int keyLength, int nonceLength, int tagLength) =>
        (Name, KeyLength, NonceLength, TagLength) = (name, keyLength, nonceLength, tagLength);

    /// <summary>Every name there is.</summary>
    public static IEnumerable<string> Names => All.Select(e => e.Name);

    /// <summary><c>enc</c>, compared case-sensitively.</summary>
    public string Name { get; }

    /// <summary>In bytes; of both halves where there are two.</summary>
    public int KeyLength { get; }

    /// <summary>In bytes.</summary>
    public int NonceLength { get; }

    /// <summary>In bytes.</summary>
    public int TagLength { get; }

    private bool IsGcm => NonceLength == 12;

    /// <summary>By name; null for every other.</summary>
    public static ContentEncryption? Find(string name) => Array.Find(All, e => e.Name == name);

    /// <summary>Encrypts.</summary>
    /// <param name="tag">Receives <see cref="TagLength"/> bytes.</param>
    /// <returns>The ciphertext.</returns>
    public byte[] Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> header, Span<byte> tag)
    {
        if (IsGcm)
        {
            using var gcm = new AesGcm(key, TagLength);
            var sealedText = new byte[plaintext.Length];
            gcm.Encrypt(nonce, plaintext, sealedText, tag, header);
            return sealedText;
        }

        using var aes = Aes.Create();
        aes.SetKey(key[(KeyLength / 2)..]);
        var ciphertext = aes.EncryptCbc(plaintext, nonce);
        Authenticate(key, nonce, ciphertext, header, tag);
        return ciphertext;
    }

    /// <summary>The left half of an HMAC over header, nonce, ciphertext and the header's length in bits (§5.2.2.1).</summary>
    private void Authenticate(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> header, Span<byte> tag)
    {
        var algorithm = TagLength == 16 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        using var mac = IncrementalHash.CreateHMAC(algorithm, key[..(KeyLength / 2)]);
        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bits, (ulong)header.Length * 8);
        mac.AppendData(header);
        mac.AppendData(nonce);
        mac.AppendData(ciphertext);
        mac.AppendData(bits);
        Span<byte> whole = stackalloc byte[64];
        mac.GetHashAndReset(whole);
        whole[..TagLength].CopyTo(tag);
    }
}
