using System.Buffers;
using System.Globalization;
using System.Text;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>What may stand between &lt; and &gt;. Whether somebody reads it, the server will say.</summary>
internal static class MailAddress
{
    private static readonly SearchValues<char> Never = SearchValues.Create("<>,;:()[]\\\" ");

    /// <summary>One address: nothing that would end a line, a command or the address.</summary>
    public static bool IsSendable(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.Length <= 320
            && address.IndexOf('@', StringComparison.Ordinal) == at
            && address.AsSpan().IndexOfAny(Never) < 0
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || IsInvisible(c));
    }

    /// <summary>With its domain in ASCII, for servers that know no other.</summary>
    /// <returns>Null: that is not possible.</returns>
    public static string? ToAscii(string address)
    {
        var at = address.LastIndexOf('@');
        if (!Ascii.IsValid(address.AsSpan(0, at)))
            return null;
        try
        {
            return address[..(at + 1)] + new IdnMapping().GetAscii(address[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
