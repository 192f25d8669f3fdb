using System.Globalization;
using System.Text;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Quoted-printable (RFC 2045 §6.7). Lines break at spaces where they can, so that no code is torn apart.</summary>
internal static class QuotedPrintable
{
    private const int Longest = 75; // and the sign that the line goes on

    /// <summary>One line of text, as one or more lines of at most 76 characters.</summary>
    public static string Encode(string line)
    {
        var encoded = new StringBuilder(line.Length + 16);
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            var isPlain = b is >= 33 and <= 126 && b != '=';
            // A space at the end would be lost on the way.
            if (isPlain || (b is (byte)' ' or (byte)'\t' && i < bytes.Length - 1))
                encoded.Append((char)b);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"={b:X2}");
        }

        return encoded.Length <= Longest + 1 ? encoded.ToString() : Broken(encoded.ToString());
    }

    private static string Broken(string encoded)
    {
        var lines = new StringBuilder(encoded.Length + 32);
        var start = 0;
        while (encoded.Length - start > Longest + 1)
        {
            var length = Length(encoded.AsSpan(start, Longest));
            lines.Append(encoded, start, length).Append("=\r\n");
            start += length;
        }

        return lines.Append(encoded, start, encoded.Length - start).ToString();
    }

    private static int Length(ReadOnlySpan<char> line)
    {
        var space = line.LastIndexOf(' ');
        if (space > Longest / 2)
            return space; // the next line begins with it: not after "=" does a code begin
        var escape = line[^2..].IndexOf('=');
        return escape < 0 ? line.Length : line.Length - 2 + escape;
    }
}
