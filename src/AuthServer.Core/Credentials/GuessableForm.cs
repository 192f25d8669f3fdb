using System.Globalization;
using System.Text;

namespace AuthServer.Core.Credentials;

/// <summary>
/// What guessers see in a password: case, accents, width and digits in place of letters make no difference to them, nor
/// does a year or an exclamation mark at an end.
/// </summary>
internal static class GuessableForm
{
    // An end of so many characters is tried with every word.
    private const int FreeAffix = 4;

    // Longer ones are looked at only where they are a date or run in order.
    private const int LongestAffix = 24;

    private static readonly string[] DateFormats = ["yyyyMMdd", "ddMMyyyy", "MMddyyyy", "ddMMyy", "MMddyy", "yyMMdd"];

    /// <summary>Lower case, without accents or width.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in PasswordText.IsText(text) ? text.Normalize(NormalizationForm.FormKD) : text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    /// <summary>A plain text with the letters that its digits and signs stand for.</summary>
    public static string Skeleton(ReadOnlySpan<char> plain)
    {
        var skeleton = new StringBuilder(plain.Length);
        foreach (var c in plain)
            skeleton.Append(LetterOf(c));
        return skeleton.ToString();
    }

    /// <summary>A plain text without the ends that add next to nothing: itself first, then ever shorter.</summary>
    public static IEnumerable<string> Cores(string plain)
    {
        var leading = plain.TakeWhile(c => !char.IsLetter(c)).Count();
        var trailing = leading == plain.Length ? 0 : plain.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        leading = leading == plain.Length ? 0 : leading;
        for (var start = 0; start <= Math.Min(leading, LongestAffix); start++)
        {
            if (!IsWeak(plain[..start]))
                continue;
            for (var cut = 0; cut <= Math.Min(trailing, LongestAffix); cut++)
            {
                if (IsWeak(plain[^cut..]))
                    yield return plain[start..^cut];
            }
        }
    }

    /// <summary>The shortest text of which this one is a repetition.</summary>
    public static string Unit(string plain)
    {
        for (var length = 1; length <= plain.Length / 2; length++)
        {
            if (plain.Length % length == 0 && IsRepetition(plain, length))
                return plain[..length];
        }

        return plain;
    }

    /// <summary>Whether an end of a password is worth no more than a few characters.</summary>
    public static bool IsWeak(string affix)
    {
        if (affix.Length <= FreeAffix || Steps(affix) <= FreeAffix)
            return true;
        var digits = string.Concat(affix.Where(char.IsAsciiDigit));
        return affix.Length - digits.Length <= FreeAffix && Array.Exists(
            DateFormats,
            f => DateTime.TryParseExact(digits, f, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    // Letters that share a stand-in are one.
    private static char LetterOf(char c) => c switch
    {
        '4' or '@' => 'a',
        '8' => 'b',
        '(' => 'c',
        '3' => 'e',
        '6' or '9' => 'g',
        '1' or '!' or '|' or 'l' => 'i',
        '0' => 'o',
        '5' or '$' or '2' or 'z' => 's',
        '7' or '+' => 't',
        _ => c,
    };

    private static bool IsRepetition(string text, int length)
    {
        for (var i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
                return false;
        }

        return true;
    }

    // Characters, where a run (111, 123, 321) counts as one.
    private static int Steps(string text)
    {
        var steps = 0;
        int? pace = null;
        for (var i = 0; i < text.Length; i++)
        {
            var now = i == 0 ? (int?)null : text[i] - text[i - 1];
            if (now is not (>= -1 and <= 1) || (pace is not null && now != pace))
            {
                steps++;
                pace = null;
                continue;
            }

            pace = now;
        }

        return steps;
    }
}
