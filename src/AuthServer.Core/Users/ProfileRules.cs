using System.Text.Json;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Users;

/// <summary>Whether a value fits a declared member. Pure.</summary>
internal static class ProfileRules
{
    /// <summary>Of a text whose declaration names no limit.</summary>
    public const int MaxLength = 1000;

    // What every JSON reader holds exactly (RFC 8259 §6).
    private const long LargestInteger = (1L << 53) - 1;

    /// <summary>Whether nothing is filled in.</summary>
    public static bool IsEmpty(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.String && TextOf(value) is { Length: 0 });

    /// <summary>Judges a value that is filled in.</summary>
    /// <returns>Why it is refused; null: it is not.</returns>
    public static Complaint? Judge(ProfileMember member, JsonElement value) => member.Type switch
    {
        "integer" => IsInteger(value) ? JudgeChoice(member, value.GetRawText()) : new Complaint("not_an_integer"),
        "number" => IsNumber(value) ? JudgeChoice(member, value.GetRawText()) : new Complaint("not_a_number"),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? null
            : new Complaint("not_a_boolean"),
        _ => JudgeText(member, value),
    };

    /// <summary>As it is stored: text less the space around it.</summary>
    public static JsonElement Clean(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? JsonSerializer.SerializeToElement(value.GetString()?.Trim())
        : value.Clone();

    private static Complaint? JudgeText(ProfileMember member, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return new Complaint("wrong_type");
        if (TextOf(value) is not { } text)
            return new Complaint("not_text");
        if (member.Name == "birthdate" && !ProfileClaims.IsBirthdate(Clean(value)))
            return new Complaint("not_a_date");
        return PlainText.Judge(text, member.MaxLength ?? MaxLength) ?? JudgeChoice(member, text);
    }

    private static Complaint? JudgeChoice(ProfileMember member, string text) =>
        member.OneOf.Count == 0 || member.OneOf.Contains(text) ? null : new Complaint("not_one_of");

    private static bool IsInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        && number is >= -LargestInteger and <= LargestInteger;

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetRawText().Length <= 40
        && value.TryGetDouble(out var number) && double.IsFinite(number);

    // Half a surrogate pair has no text.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()?.Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
