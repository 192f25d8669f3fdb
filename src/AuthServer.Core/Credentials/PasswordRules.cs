using System.Globalization;
using System.Text;
using AuthServer.Core.Users;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Credentials;

/// <summary>What a new password must be (section <c>Password</c>).</summary>
public sealed class PasswordRules(IOptions<PasswordPolicy> options)
{
    private readonly PasswordPolicy _policy = options.Value;

    /// <summary>
    /// Judges a new password as it was typed: nothing is trimmed or cut. All complaints at once, by these codes:
    /// <c>required</c>, <c>too_long</c> (number: the most), <c>not_text</c>, <c>too_short</c> (number: the least),
    /// <c>needs_uppercase</c>, <c>needs_digit</c>, <c>too_common</c>, <c>too_personal</c>.
    /// </summary>
    /// <param name="own">What others know of the person: address, name; and the brand's name.</param>
    /// <returns>Empty: it may be used.</returns>
    public IReadOnlyList<Complaint> Judge(string? password, params string?[] own)
    {
        if (string.IsNullOrEmpty(password))
            return [new Complaint("required")];
        if (PasswordText.TryCompose(password) is not { } text)
            return [new Complaint("too_long", PasswordPolicy.MaxLength)];
        if (!PasswordText.IsText(text))
            return [new Complaint("not_text")];

        var complaints = new List<Complaint>();
        // As people count: an emoji of five code points is one character.
        if (new StringInfo(text).LengthInTextElements < _policy.MinLength)
            complaints.Add(new Complaint("too_short", _policy.MinLength));
        if (_policy.RequireUppercase && !text.EnumerateRunes().Any(IsUpper))
            complaints.Add(new Complaint("needs_uppercase"));
        if (_policy.RequireDigit && !text.EnumerateRunes().Any(Rune.IsDigit))
            complaints.Add(new Complaint("needs_digit"));
        if (_policy.BlockCommon && CommonPasswords.IsCommon(text))
            complaints.Add(new Complaint("too_common"));
        if (_policy.BlockCommon && PersonalPasswords.IsMadeOf(text, own))
            complaints.Add(new Complaint("too_personal"));
        return complaints;
    }

    private static bool IsUpper(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter;
}
