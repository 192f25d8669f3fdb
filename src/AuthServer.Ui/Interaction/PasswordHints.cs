using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AuthServer.Ui.Interaction;

/// <summary>The field for a new password: its rules are told before, not only after.</summary>
internal sealed class PasswordHints(
    IOptions<PasswordPolicy> policy, IStringLocalizer<Texts> texts, ComplaintTexts complaints)
{
    /// <summary>The field.</summary>
    public FormField NewPassword(string name, IReadOnlyList<Complaint> wrong) => new(name, texts["New password"])
    {
        Type = "password",
        Autocomplete = "new-password",
        Required = true,
        MinLength = policy.Value.MinLength,
        Hint = Rules(),
        Complaints = [.. wrong.Select(complaints.Of)],
    };

    private string Rules()
    {
        var rules = policy.Value;
        var least = rules.MinLength;
        return (rules.RequireUppercase, rules.RequireDigit) switch
        {
            (true, true) => texts["At least {0} characters, among them a capital letter and a digit.", least],
            (true, false) => texts["At least {0} characters, among them a capital letter.", least],
            (false, true) => texts["At least {0} characters, among them a digit.", least],
            _ => texts["At least {0} characters.", least],
        };
    }
}
