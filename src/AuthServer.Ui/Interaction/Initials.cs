using System.Globalization;

namespace AuthServer.Ui.Interaction;

/// <summary>What stands in for a picture.</summary>
internal static class Initials
{
    /// <summary>First letters of the first and last word, whole characters whatever the script.</summary>
    public static string Of(string name)
    {
        var words = name.Split((char[])[' ', '.', '@', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return "?";
        var first = StringInfo.GetNextTextElement(words[0]);
        var isAddress = name.Contains('@', StringComparison.Ordinal);
        var last = words.Length == 1 || isAddress ? "" : StringInfo.GetNextTextElement(words[^1]);
        return (first + last).ToUpperInvariant();
    }
}
