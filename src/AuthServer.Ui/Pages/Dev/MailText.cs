using System.Text.RegularExpressions;

namespace AuthServer.Ui.Pages.Dev;

/// <summary>The text of a message in pieces: words, and addresses that can be pressed.</summary>
internal static partial class MailText
{
    /// <summary>The pieces, in order.</summary>
    public static IEnumerable<(string Text, bool IsLink)> PiecesOf(string text)
    {
        var end = 0;
        foreach (Match link in Link().Matches(text))
        {
            yield return (text[end..link.Index], false);
            yield return (link.Value, true);
            end = link.Index + link.Length;
        }

        yield return (text[end..], false);
    }

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex Link();
}
