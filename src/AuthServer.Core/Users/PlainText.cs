using System.Globalization;
using System.Text;

namespace AuthServer.Core.Users;

/// <summary>
/// Text on one line. What it says is nobody's business: where it is shown, it is encoded; only what would change the line
/// around it is refused.
/// </summary>
public static class PlainText
{
    /// <summary>Why it is refused; null: it is not.</summary>
    /// <param name="maxLength">In characters (code points).</param>
    public static Complaint? Judge(string text, int maxLength)
    {
        // Twice as many code units at most: a long text is not read to its end.
        if (text.Length > 2 * maxLength)
            return new Complaint("too_long", maxLength);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate enumerates as U+FFFD, which nobody types.
            if (rune == Rune.ReplacementChar || ChangesItsLine(rune))
                return new Complaint("not_text");
            length++;
        }

        return length > maxLength ? new Complaint("too_long", maxLength) : null;
    }

    // U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows, beyond the text's end, too.
    private static bool ChangesItsLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
