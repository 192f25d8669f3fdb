using System.Buffers.Binary;

namespace AuthServer.Core.Credentials;

/// <summary>
/// The forms in which Identity's hasher writes: version 3, marker, function, rounds, salt, key; version 2, marker, salt, key;
/// in base64.
/// </summary>
internal static class StoredHash
{
    private const byte Marker = 1;
    private const byte MarkerOfVersion2 = 0;
    private const int LengthOfVersion2 = 49;
    private const int HeaderLength = 13;
    private const int LeastSalt = 16;
    private const int LeastKey = 16;

    /// <summary>Whether it is whole: anything else would be refused at once, and so be told from a real one.</summary>
    public static bool IsReadable(string stored)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (!Convert.TryFromBase64String(stored, bytes, out var length) || length < HeaderLength)
            return false;
        if (bytes[0] == MarkerOfVersion2)
            return length == LengthOfVersion2;
        if (bytes[0] != Marker)
            return false;
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) <= 2 && BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) > 0
            && salt >= LeastSalt && salt <= length - HeaderLength - LeastKey;
    }
}
