using System.Globalization;
using System.Text.RegularExpressions;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>
/// Names come from whoever registers, for whoever owns the address: a name that is rather a message of its own, such as
/// "Your account is closed, visit evil.example", is not passed on.
/// </summary>
internal static partial class SafeName
{
    private const int Longest = 40;

    /// <summary>The name as a greeting may show it.</summary>
    /// <returns>Null: greet without a name.</returns>
    public static string? Of(string? name)
    {
        if (name is null)
            return null;
        var visible = string.Concat(name.Select(c => IsInvisible(c) ? ' ' : c));
        var line = Spaces().Replace(visible, " ").Trim();
        return line.Length == 0 || LooksLikeAMessage().IsMatch(line) ? null : Cut(line);
    }

    private static string Cut(string line)
    {
        if (line.Length <= Longest)
            return line;
        var end = char.IsLowSurrogate(line[Longest]) ? Longest - 1 : Longest;
        return line[..end].TrimEnd() + "…";
    }

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // An address, a number to call (or to take for the code), a path.
    [GeneratedRegex(@"[\p{L}\p{N}_-]\s?[.。．｡]\s?\p{L}{2,}|://|www|@|[/\\]|\p{Nd}{4,}", RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeAMessage();
}
