using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// base64url with one spelling for each value (RFC 7515 §2): no padding, no whitespace, unused bits zero. The
/// framework's decoder admits the first two.
/// </summary>
internal static class StrictBase64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>Decodes.</summary>
    /// <returns>Null when the text is not the one spelling of some bytes.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (!IsCanonical(text))
            return null;

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != bytes.Length)
            throw new UnreachableException("canonical base64url did not decode");
        return bytes;
    }

    private static bool IsCanonical(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Letters))
            return false;

        var unusedBits = (text.Length % 4) switch { 0 => 0, 2 => 0b1111, 3 => 0b11, _ => -1 };
        return unusedBits == 0
            || (unusedBits > 0 && (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & unusedBits) == 0);
    }
}
