using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// Text that only this server can read or make: base64url of the key's id (4 bytes) and the sealed box. The purpose
/// chooses the key, so that a code never opens as a token.
/// </summary>
public sealed class Envelopes(IRingKeys keys)
{
    private const int IdLength = 4;

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
        if (!TryDecode(text, out var box) || box.Length < IdLength + RingKey.Overhead)
            return null;
        if (keys.Find(purpose, BinaryPrimitives.ReadUInt32BigEndian(box)) is not { } key)
            return null;
        var content = new byte[box.Length - IdLength - RingKey.Overhead];
        return key.TryOpen(box.AsSpan(IdLength), content) ? content : null;
    }

    /// <summary>Strict base64url: no padding, no white space, no stray bits, so that one artefact has one spelling.</summary>
    internal static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length is 0 or > 64 * 1024 || text.AsSpan().IndexOfAnyExcept(Alphabet) >= 0 || text.Length % 4 == 1)
            return false;
        bytes = Base64Url.DecodeFromChars(text);
        return (text.Length % 4) switch
        {
            2 => (Digit(text[^1]) & 0x0f) == 0,
            3 => (Digit(text[^1]) & 0x03) == 0,
            _ => true,
        };
    }

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static int Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
