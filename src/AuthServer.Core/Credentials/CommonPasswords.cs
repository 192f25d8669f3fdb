namespace AuthServer.Core.Credentials;

/// <summary>
/// Passwords that guessers try first: a list of thirty thousand, each in all the spellings of <see cref="GuessableForm"/>;
/// rows of the keyboard and the alphabet; and repetitions of one of these. A password is refused for what it is as a whole,
/// never for a word in it: two common words make an uncommon pair.
/// </summary>
internal static class CommonPasswords
{
    private const string Resource = "zxcvbn-core.Dictionaries.passwords.lst";

    // Less than this, repeated, is nothing.
    private const int ShortestUnit = 4;

    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
        "azertyuiop", "qsdfghjklm", "wxcvbn", "1qay2wsx3edc4rfv", "1qaz2wsx3edc4rfv5tgb",
    ];

    private static readonly Lazy<HashSet<string>> Listed = new(Load);

    /// <summary>Whether it is one of them.</summary>
    /// <param name="password">Composed.</param>
    public static bool IsCommon(string password)
    {
        var plain = GuessableForm.Plain(password);
        return GuessableForm.Cores(plain).Any(IsKnown) || GuessableForm.IsWeak(plain);
    }

    private static bool IsKnown(string core)
    {
        var unit = GuessableForm.Unit(core);
        if (unit.Length < core.Length && (unit.Length < ShortestUnit || GuessableForm.Cores(unit).Any(IsListed)))
            return true;
        return IsListed(core) || IsRow(core);
    }

    private static bool IsListed(string core)
    {
        var skeleton = GuessableForm.Skeleton(core);
        return Listed.Value.Contains(skeleton) || Listed.Value.Contains(Reversed(skeleton));
    }

    private static bool IsRow(string core) => core.Length >= ShortestUnit && Array.Exists(
        Rows,
        r => r.Contains(core, StringComparison.Ordinal) || r.Contains(Reversed(core), StringComparison.Ordinal));

    private static string Reversed(string text) => string.Create(text.Length, text, (span, t) =>
    {
        t.CopyTo(span);
        span.Reverse();
    });

    private static HashSet<string> Load()
    {
        using var stream = typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The package zxcvbn-core has no {Resource}.");
        using var reader = new StreamReader(stream);
        var listed = new HashSet<string>(30_000, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } word)
                listed.Add(GuessableForm.Skeleton(GuessableForm.Plain(word)));
        }

        return listed;
    }
}
