using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>AES Key Wrap (RFC 3394 §2.2.1). The framework has only the padded kind (RFC 5649), which is another.</summary>
internal static class AesKeyWrap
{
    private const int Block = 8;

    /// <summary>Wraps a key of 16 bytes or more, a multiple of 8.</summary>
    /// <returns>8 bytes more than the key.</returns>
    public static byte[] Wrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.SetKey(wrappingKey);
        var wrapped = new byte[key.Length + Block];
        key.CopyTo(wrapped.AsSpan(Block));
        Span<byte> pair = stackalloc byte[2 * Block];
        pair[..Block].Fill(0xa6);

        var count = key.Length / Block;
        for (var step = 0; step < 6 * count; step++)
        {
            var register = wrapped.AsSpan(Block * ((step % count) + 1), Block);
            register.CopyTo(pair[Block..]);
            aes.EncryptEcb(pair, pair, PaddingMode.None);
            var counter = BinaryPrimitives.ReadUInt64BigEndian(pair) ^ (ulong)(step + 1);
            BinaryPrimitives.WriteUInt64BigEndian(pair, counter);
            pair[Block..].CopyTo(register);
        }

        pair[..Block].CopyTo(wrapped);
        return wrapped;
    }
}
