using System.Text.Json;

namespace AuthServer.Core.Accounts;

/// <summary>What changed of an account, for the audit log.</summary>
internal static class AccountDifference
{
    /// <summary>The members that differ, as they were and as they are, by the names of the admin API.</summary>
    public static (Dictionary<string, object?> Was, Dictionary<string, object?> Becomes) Of(Account before, Account after)
    {
        var (was, becomes) = (MembersOf(before), MembersOf(after));
        var same = was.Keys.Union(becomes.Keys).Where(k => Text(was.GetValueOrDefault(k)) == Text(becomes.GetValueOrDefault(k))).ToList();
        foreach (var key in same)
        {
            was.Remove(key);
            becomes.Remove(key);
        }

        return (was, becomes);
    }

    /// <summary>All members of a new account.</summary>
    public static Dictionary<string, object?> MembersOf(Account account)
    {
        var members = new Dictionary<string, object?>
        {
            ["email"] = account.Email,
            ["email_verified"] = account.EmailVerified,
            ["full_name"] = account.Name,
            ["phone_number"] = account.PhoneNumber,
            ["phone_number_verified"] = account.PhoneNumberVerified,
            ["locale"] = account.Locale,
            ["registration_kind"] = account.Kind,
        };
        foreach (var (name, value) in account.Profile)
            members[$"profile.{name}"] = value;
        return members;
    }

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
