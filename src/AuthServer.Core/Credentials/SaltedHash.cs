using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthServer.Core.Credentials;

/// <summary>
/// A hash in the form of Identity's third version, with a salt that the caller chose: two of one salt are equal exactly
/// when their passwords are.
/// </summary>
internal static class SaltedHash
{
    /// <summary>Of a salt, in bytes.</summary>
    public const int SaltLength = 16;

    private const int HeaderLength = 13;
    private const int KeyLength = 32;
    private const byte Version3 = 1;
    private const uint HmacSha512 = 2;

    /// <param name="password">In composed form.</param>
    public static string Of(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        var hash = Start(salt, iterations);
        Rfc2898DeriveBytes.Pbkdf2(
            password, salt, hash.AsSpan(HeaderLength + salt.Length), iterations, HashAlgorithmName.SHA512);
        return Convert.ToBase64String(hash);
    }

    /// <summary>One that no password has, and that costs as much to check. Nothing is computed for it.</summary>
    public static string Decoy(int iterations)
    {
        var hash = Start(RandomNumberGenerator.GetBytes(SaltLength), iterations);
        RandomNumberGenerator.Fill(hash.AsSpan(HeaderLength + SaltLength));
        return Convert.ToBase64String(hash);
    }

    // Without its key.
    private static byte[] Start(ReadOnlySpan<byte> salt, int iterations)
    {
        var hash = new byte[HeaderLength + salt.Length + KeyLength];
        hash[0] = Version3;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), (uint)salt.Length);
        salt.CopyTo(hash.AsSpan(HeaderLength));
        return hash;
    }
}
