using System.Buffers.Binary;
using System.Buffers.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// Text that only this server can read or make: base64url of the key's id (4 bytes) and the sealed box. The purpose
/// chooses the key, so that a code never opens as a token.
/// </summary>
public sealed class Envelopes(IRingKeys keys)
{
    private const int IdLength = 4;
    private const int MaxLength = 64 * 1024;

    /// <summary>The id of the key that seals now.</summary>
    public uint KeyOf(KeyPurpose purpose) => keys.Current(purpose).Id;

    /// <summary>Seals.</summary>
    public string Seal(KeyPurpose purpose, ReadOnlySpan<byte> content)
    {
        var key = keys.Current(purpose);
        var length = IdLength + content.Length + RingKey.Overhead;
        Span<byte> box = length <= 2048 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(box, key.Id);
        key.Seal(content, box[IdLength..]);
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Opens.</summary>
    /// <returns>Null for anything that was not sealed here for this purpose, in exactly this spelling.</returns>
    public byte[]? Open(KeyPurpose purpose, string text)
    {
        if (text.Length > MaxLength || StrictBase64Url.TryDecode(text) is not { } box || box.Length < IdLength + RingKey.Overhead)
            return null;
        if (keys.Find(purpose, BinaryPrimitives.ReadUInt32BigEndian(box)) is not { } key)
            return null;
        var content = new byte[box.Length - IdLength - RingKey.Overhead];
        return key.TryOpen(box.AsSpan(IdLength), content) ? content : null;
    }
}
