using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// Signs in compact serialization (RFC 7515 §5.1) with the header <c>alg</c>, <c>kid</c>, <c>typ</c>. The hot path of
/// issuing: the header is encoded once a key and type, and the signature is made over the bytes where they lie.
/// </summary>
public static class JwsWriter
{
    /// <summary>Signs.</summary>
    /// <param name="key">One of our keys.</param>
    /// <param name="type"><c>typ</c>: one of our own few constants, never a caller's text, since each is kept; empty: none.</param>
    /// <param name="payload">What is signed: for a JWT the claims as UTF-8 JSON.</param>
    public static string Write(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        var header = key.HeaderOf(type);
        var buffer = ArrayPool<byte>.Shared.Rent(LengthOf(key, header, payload));
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, Write(key, header, payload, buffer));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int LengthOf(SigningKey key, byte[] header, ReadOnlySpan<byte> payload) =>
        header.Length + 1 + Base64Url.GetEncodedLength(payload.Length)
        + 1 + Base64Url.GetEncodedLength(key.SignatureLength);

    private static int Write(SigningKey key, byte[] header, ReadOnlySpan<byte> payload, Span<byte> token)
    {
        header.CopyTo(token);
        token[header.Length] = (byte)'.';
        var end = header.Length + 1;
        end += Base64Url.EncodeToUtf8(payload, token[end..]);

        Span<byte> signature = stackalloc byte[key.SignatureLength];
        var length = key.Sign(token[..end], signature);
        token[end++] = (byte)'.';
        return end + Base64Url.EncodeToUtf8(signature[..length], token[end..]);
    }
}
