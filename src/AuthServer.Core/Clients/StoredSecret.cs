using System.Buffers.Binary;
using System.Text;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Clients;

/// <summary>A secret that must be read again: id of the key (4 bytes), then what the key sealed.</summary>
internal static class StoredSecret
{
    private const int IdLength = 4;

    public static byte[] Seal(IRingKeys keys, string secret)
    {
        var key = keys.Current(KeyPurpose.StoredSecret);
        var text = Encoding.UTF8.GetBytes(secret);
        var box = new byte[IdLength + text.Length + RingKey.Overhead];
        BinaryPrimitives.WriteUInt32BigEndian(box, key.Id);
        key.Seal(text, box.AsSpan(IdLength));
        return box;
    }

    /// <returns>Null when no key of the ring opens it.</returns>
    public static string? Open(IRingKeys keys, ReadOnlySpan<byte> box)
    {
        if (box.Length < IdLength + RingKey.Overhead)
            return null;
        var text = new byte[box.Length - IdLength - RingKey.Overhead];
        return keys.Find(KeyPurpose.StoredSecret, BinaryPrimitives.ReadUInt32BigEndian(box)) is { } key
            && key.TryOpen(box[IdLength..], text)
                ? Encoding.UTF8.GetString(text)
                : null;
    }
}
