using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Protocol.Token;

/// <summary>Proof Key for Code Exchange (RFC 7636 §4.6), S256 alone.</summary>
public static class Pkce
{
    /// <summary>Whether the verifier belongs to the challenge. One without the other never matches (RFC 9700 §4.8.2).</summary>
    public static bool Matches(string? challenge, string? verifier)
    {
        if (challenge is null || verifier is null)
            return challenge is null && verifier is null;
        if (verifier.Length is < 43 or > 128 || verifier.AsSpan().ContainsAnyExcept(Unreserved))
            return false;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.ASCII.GetBytes(verifier), hash);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(hash)), Encoding.ASCII.GetBytes(challenge));
    }

    private static readonly SearchValues<char> Unreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
}
