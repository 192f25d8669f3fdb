using System.Text;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Free text in a header.</summary>
internal static class HeaderText
{
    private const int LongestWord = 39; // bytes: 64 characters encoded, and the name of a header before them
    private const int LongestLine = 60;

    /// <summary>As it is where that is safe; or else as encoded words (RFC 2047), split between characters.</summary>
    public static string Encode(string text)
    {
        var line = OneLine(text);
        return Ascii.IsValid(line) && line.Length <= LongestLine && !line.Contains("=?", StringComparison.Ordinal)
            ? line
            : EncodedWords(line);
    }

    /// <summary>The name before an address: quoted, or encoded.</summary>
    public static string Phrase(string text)
    {
        var encoded = Encode(text);
        return encoded.StartsWith("=?", StringComparison.Ordinal)
            ? encoded
            : "\"" + encoded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>Nothing that ends a line survives, whatever Unicode calls it.</summary>
    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var word = new List<byte>(LongestWord);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(utf8);
            if (word.Count + count > LongestWord)
                End(words, word);
            word.AddRange(utf8[..count]);
        }

        End(words, word);
        return string.Join("\r\n ", words);
    }

    private static void End(List<string> words, List<byte> word)
    {
        words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
        word.Clear();
    }
}
