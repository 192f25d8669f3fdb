using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Keys;

/// <summary>
/// Wraps keys under <c>Keys:EncryptionSecret</c>: id of the secret (4 bytes), nonce (12), AES-256-GCM, tag (16).
/// </summary>
internal sealed class KeyWrap
{
    private const int IdLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = IdLength + NonceLength + TagLength;
    private const int ProperSecretLength = 32;

    private readonly uint _current;
    private readonly Dictionary<uint, byte[]> _keys = [];

    public KeyWrap(IOptions<KeysOptions> options, ILogger<KeyWrap> logger)
    {
        var settings = options.Value;
        if (string.IsNullOrEmpty(settings.EncryptionSecret))
            throw new InvalidOperationException("Keys:EncryptionSecret is not set; it encrypts the keys in the database.");
        if (settings.EncryptionSecret.Length < ProperSecretLength)
            Log.ShortSecret(logger, ProperSecretLength);
        foreach (var secret in settings.PreviousEncryptionSecrets.Where(s => s.Length > 0))
            Add(secret);
        _current = Add(settings.EncryptionSecret);
    }

    public byte[] Wrap(ReadOnlySpan<byte> plaintext, string context)
    {
        var box = new byte[plaintext.Length + Overhead];
        BinaryPrimitives.WriteUInt32BigEndian(box, _current);
        var nonce = box.AsSpan(IdLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(_keys[_current], TagLength);
        gcm.Encrypt(
            nonce, plaintext, box.AsSpan(IdLength + NonceLength, plaintext.Length), box.AsSpan(^TagLength..),
            Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <exception cref="CryptographicException">No secret of ours wrapped this, or not for this context.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < Overhead || !_keys.TryGetValue(SecretOf(box), out var key))
            throw new CryptographicException("wrapped by a secret that is not configured");
        var plaintext = new byte[box.Length - Overhead];
        using var gcm = new AesGcm(key, TagLength);
        gcm.Decrypt(
            box.Slice(IdLength, NonceLength), box[(IdLength + NonceLength)..^TagLength], box[^TagLength..], plaintext,
            Encoding.UTF8.GetBytes(context));
        return plaintext;
    }

    /// <summary>Whether a previous secret wrapped this.</summary>
    public bool IsOutdated(ReadOnlySpan<byte> box) => SecretOf(box) != _current;

    private static uint SecretOf(ReadOnlySpan<byte> box) => BinaryPrimitives.ReadUInt32BigEndian(box);

    private uint Add(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var id = BinaryPrimitives.ReadUInt32BigEndian(Derive(bytes, "authserver secret id", IdLength));
        _keys[id] = Derive(bytes, "authserver key wrap", 32);
        return id;
    }

    private static byte[] Derive(byte[] secret, string info, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, info: Encoding.UTF8.GetBytes(info));
}
