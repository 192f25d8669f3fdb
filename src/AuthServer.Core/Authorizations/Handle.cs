using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Authorizations;

/// <summary>Names of rows that travel: 32 random bytes outside, their SHA-256 inside.</summary>
internal static class Handle
{
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static byte[] Hash(string handle) => SHA256.HashData(Encoding.UTF8.GetBytes(handle));
}
