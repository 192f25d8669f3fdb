using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>Concat KDF with SHA-256 (RFC 7518 §4.6.2, NIST SP 800-56A §5.8.1).</summary>
internal static class ConcatKdf
{
    /// <summary>Derives a key of an agreed secret.</summary>
    /// <param name="secret">Z.</param>
    /// <param name="use">AlgorithmID: what the key is for.</param>
    /// <param name="sender">PartyUInfo.</param>
    /// <param name="recipient">PartyVInfo.</param>
    /// <param name="length">In bytes.</param>
    public static byte[] Derive(
        ReadOnlySpan<byte> secret, string use, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> recipient, int length)
    {
        var key = new byte[length];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> round = stackalloc byte[SHA256.HashSizeInBytes];
        for (var (number, done) = (1u, 0); done < length; number++)
        {
            AppendNumber(hash, number);
            hash.AppendData(secret);
            AppendText(hash, Encoding.ASCII.GetBytes(use));
            AppendText(hash, sender);
            AppendText(hash, recipient);
            AppendNumber(hash, (uint)length * 8);
            hash.GetHashAndReset(round);
            var taken = Math.Min(round.Length, length - done);
            round[..taken].CopyTo(key.AsSpan(done));
            done += taken;
        }

        return key;
    }

    private static void AppendText(IncrementalHash hash, ReadOnlySpan<byte> text)
    {
        AppendNumber(hash, (uint)text.Length);
        hash.AppendData(text);
    }

    private static void AppendNumber(IncrementalHash hash, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
