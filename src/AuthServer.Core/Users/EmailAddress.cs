using System.Buffers;
using System.Globalization;
using System.Text;

namespace AuthServer.Core.Users;

/// <summary>
/// An e-mail address: as its owner writes it, and as it is compared. Two spellings of one address have one key: case,
/// compatibility forms (NFKC) and the two forms of an international domain do not count.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>Its name on the wire.</summary>
    public const string Member = "email";

    /// <summary>Longest address (RFC 5321 §4.5.3.1.3, less its two brackets).</summary>
    public const int MaxLength = 254;

    // RFC 5321 §4.5.3.1.1.
    private const int MaxLocalLength = 64;

    // Quoted local parts, comments, address literals and lists are legal mail and only ever an attack here.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\"(),:;<>[\\]");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string display, string key) => (Display, Key) = (display, key);

    /// <summary>As written, less the space around it.</summary>
    public string Display { get; }

    /// <summary>As compared.</summary>
    public string Key { get; }

    /// <summary>Reads an address.</summary>
    /// <returns>Null when it is none, or one of a kind that nobody uses honestly.</returns>
    public static EmailAddress? TryParse(string? text)
    {
        var display = text?.Trim();
        if (string.IsNullOrEmpty(display) || display.Length > MaxLength || !HasVisibleTextOnly(display))
            return null;

        var folded = Fold(display);
        var at = folded.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at != folded.LastIndexOf('@'))
            return null;
        if (!HasVisibleTextOnly(folded) || folded.AsSpan().ContainsAny(Forbidden))
            return null;

        var local = folded[..at];
        if (local.Length > MaxLocalLength || local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal))
            return null;
        // Letters of two scripts that look alike: a name that is read as another's (UTS #39, mixed scripts).
        if (folded.Split('@', '.').Any(Scripts.Mix))
            return null;
        return DomainKey(folded[(at + 1)..]) is { } domain && local.Length + domain.Length < MaxLength
            ? new EmailAddress(display, $"{local}@{domain}")
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Key;

    // Upper, then lower: letters with two lower-case forms (the Greek sigma) meet. Normalised again, because changing
    // case may take a text out of its normal form.
    private static string Fold(string text) =>
        text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant()
            .Normalize(NormalizationForm.FormKC);

    private static string? DomainKey(string domain)
    {
        if (domain.Length == 0 || domain.EndsWith('.'))
            return null;
        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool HasVisibleTextOnly(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate enumerates as U+FFFD; Normalize would throw on it.
            if (rune == Rune.ReplacementChar)
                return false;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }
        }

        return true;
    }
}
