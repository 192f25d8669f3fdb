using System.Text;

namespace AuthServer.Core.Credentials;

/// <summary>Passwords made of what everybody knows of their owner.</summary>
internal static class PersonalPasswords
{
    // Shorter parts (initials, "of") are in every text.
    private const int ShortestPart = 3;

    // Of a long name or address only so much is looked at.
    private const int LongestText = 320;

    /// <summary>Whether nothing but the person's own words, and ends that add next to nothing, are in it.</summary>
    /// <param name="password">Composed.</param>
    /// <param name="own">Address, name, brand.</param>
    public static bool IsMadeOf(string password, IEnumerable<string?> own)
    {
        var rest = GuessableForm.Plain(password);
        var found = false;
        foreach (var part in own.SelectMany(PartsOf).Distinct().OrderByDescending(p => p.Length))
        {
            var before = rest.Length;
            rest = Without(rest, part);
            found |= rest.Length < before;
        }

        return found && GuessableForm.IsWeak(string.Concat(rest.Where(char.IsLetterOrDigit)));
    }

    // Spelt plainly or with stand-ins: in both the places are the same.
    private static string Without(string text, string part)
    {
        var (skeleton, wanted) = (GuessableForm.Skeleton(text), GuessableForm.Skeleton(part));
        var rest = new StringBuilder(text);
        for (var at = skeleton.Length; at > 0;)
        {
            at = skeleton.LastIndexOf(wanted, at - 1, StringComparison.Ordinal);
            if (at < 0)
                break;
            rest.Remove(at, wanted.Length);
        }

        return rest.ToString();
    }

    private static IEnumerable<string> PartsOf(string? text)
    {
        var plain = GuessableForm.Plain(text is { Length: > LongestText } ? text[..LongestText] : text ?? "");
        var parts = plain.Split([.. plain.Where(c => !char.IsLetterOrDigit(c)).Distinct()]);
        return parts.Append(string.Concat(plain.Where(char.IsLetterOrDigit))).Where(p => p.Length >= ShortestPart)
            .SelectMany(p => new[] { p, string.Concat(p.Reverse()) });
    }
}
