using System.Buffers;
using System.Globalization;
using AuthServer.Core.Data;

namespace AuthServer.Core.Users;

/// <summary>What of a person is searched, and for what. Pure.</summary>
internal static class UserText
{
    /// <summary>
    /// Of a row <c>u</c>: address, name and number, each after a line break, in small letters. One expression, because one
    /// index of trigrams over it costs less than three, and knows beginnings of words, too.
    /// </summary>
    public const string Sql = @"(E'\n' || lower(u.email) || E'\n' || lower(coalesce(u.name, '')) || E'\n' || coalesce(u.phone_number, ''))";

    // Two letters have no trigram but at the beginning of a word.
    private const int ShortestInside = 3;

    // Fewer digits are in every number.
    private const int FewestDigits = 4;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789+-./() ");

    /// <summary>The patterns for LIKE of which one must fit; in any case.</summary>
    public static IReadOnlyList<string> PatternsOf(PageQuery query)
    {
        var text = query.LikeText ?? "";
        var isShort = new StringInfo(query.Text ?? "").LengthInTextElements < ShortestInside;
        var plain = isShort ? $"%\n{text}%" : $"%{text}%";
        return DigitsOf(query.Text ?? "") is { } digits && digits != text ? [plain, $"%{digits}%"] : [plain];
    }

    /// <summary>
    /// What is dialled from abroad of a number that is written in any way: without the zeros before it, which stand where the
    /// country's code would.
    /// </summary>
    /// <returns>Null: it is no number.</returns>
    private static string? DigitsOf(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(OfNumbers))
            return null;
        var digits = string.Concat(text.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit)).TrimStart('0');
        return digits.Length >= FewestDigits ? digits : null;
    }
}
