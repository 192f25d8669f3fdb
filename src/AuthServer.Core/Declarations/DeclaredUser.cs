using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Declarations;

/// <summary>The members of a person's account, wherever accounts are written down.</summary>
internal static partial class DeclaredUser
{
    /// <summary>Reads them; what does not hold is told, and the account is good for nothing then.</summary>
    public static NewUser Read(DeclaredObject members) => new()
    {
        Email = members.NeedText("email", JudgeEmail),
        Password = members.Text("password"),
        EmailVerified = members.Flag("email_verified"),
        Name = members.Text("name", maxLength: 200),
        PhoneNumber = members.Text("phone_number", JudgePhone),
        PhoneNumberVerified = members.Flag("phone_number_verified"),
        Roles = members.Texts("roles", JudgeRole),
        Profile = ReadProfile(members),
    };

    /// <summary>Why it is no role's name; null: it is one.</summary>
    public static string? JudgeRole(string name) =>
        name.Length <= 100 && !name.AsSpan().ContainsAnyInRange('\0', ' ')
            ? null
            : "must be one word of at most 100 characters";

    private static Dictionary<string, JsonElement>? ReadProfile(DeclaredObject members)
    {
        if (members.Find("profile") is not { } profile)
            return null;
        if (profile.ValueKind != JsonValueKind.Object)
        {
            members.Fail("profile", "must be an object");
            return null;
        }

        var filled = profile.EnumerateObject().Where(p => !ProfileRules.IsEmpty(p.Value)).ToDictionary(p => p.Name, p => p.Value.Clone());
        foreach (var (name, value) in filled)
        {
            if (ProfileClaims.Judge(name, value) is { } problem)
                members.Fail($"profile.{name}", problem);
        }

        return filled;
    }

    private static string? JudgeEmail(string email) =>
        EmailAddress.TryParse(email) is null ? "must be an e-mail address" : null;

    private static string? JudgePhone(string phone) =>
        Phone().IsMatch(phone) ? null : "must be E.164, such as +441632960000";

    [GeneratedRegex("^\\+[1-9][0-9]{6,14}$")]
    private static partial Regex Phone();
}
