using System.Buffers.Binary;

namespace AuthServer.Core.Credentials;

/// <summary>The form in which Identity's hasher (version 3) writes: marker, function, rounds, salt, key; in base64.</summary>
internal static class StoredHash
{
    private const byte Marker = 1;
    private const int HeaderLength = 13;
    private const int LeastSalt = 16;
    private const int LeastKey = 16;

    /// <summary>Whether it is whole: anything else would be refused at once, and so be told from a real one.</summary>
    public static bool IsReadable(string stored)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (!Convert.TryFromBase64String(stored, bytes, out var length) || length < HeaderLength || bytes[0] != Marker)
            return false;
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) <= 2 && BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) > 0
            && salt >= LeastSalt && salt <= length - HeaderLength - LeastKey;
    }
}
