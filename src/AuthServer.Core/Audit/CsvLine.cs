namespace AuthServer.Core.Audit;

/// <summary>A line of a CSV file (RFC 4180) that a spreadsheet takes for text and nothing else.</summary>
internal static class CsvLine
{
    /// <summary>With its end; what is null is empty.</summary>
    public static string Of(params ReadOnlySpan<string?> cells)
    {
        var quoted = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            quoted[i] = Quote(Harmless(cells[i] ?? ""));
        return string.Join(',', quoted) + "\r\n";
    }

    /// <summary>
    /// What could begin a formula has an apostrophe before it, also behind blanks, which some programs skip; NUL, which ends
    /// the cell for some, is left out.
    /// </summary>
    private static string Harmless(string text)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.TrimStart(' ', '\u00A0', '\uFEFF') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..]
            ? "'" + text
            : text;
    }

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n'") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
