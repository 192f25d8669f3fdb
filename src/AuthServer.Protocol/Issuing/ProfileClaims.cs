using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuthServer.Protocol.Issuing;

/// <summary>Claims that stand in a profile, and the types that OIDC Core §5.1 gives to those it names.</summary>
public static partial class ProfileClaims
{
    /// <summary>The one that is an object (OIDC Core §5.1.1).</summary>
    public const string Address = "address";

    private const string Birthdate = "birthdate";

    private static readonly FrozenSet<string> Texts = FrozenSet.Create(
        "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
        "gender", Birthdate, "zoneinfo", "locale");

    private static readonly FrozenSet<string> AddressMembers = FrozenSet.Create(
        "formatted", "street_address", "locality", "region", "postal_code", "country");

    /// <summary>Every name that OIDC Core §5.1 has for what stands in a profile.</summary>
    public static IReadOnlyList<string> Standard { get; } = [.. Texts.Order(StringComparer.Ordinal), Address];

    /// <summary>Why a value is none for a standard claim.</summary>
    /// <returns>A text for whoever wrote it; null where it is one, or the name is no standard one.</returns>
    public static string? Judge(string name, JsonElement value)
    {
        if (name == Address)
            return IsAddress(value) ? null : $"must be an object of {string.Join(", ", AddressMembers.Order(StringComparer.Ordinal))}";
        if (!Texts.Contains(name))
            return null;
        if (!IsText(value))
            return "must be a string that is not blank";
        return name == Birthdate && !IsBirthdate(value) ? "must be a date such as 1990-12-31, 0000-12-31 or 1990" : null;
    }

    /// <summary>Whether a value is a date of birth: <c>YYYY-MM-DD</c>, with year 0000 where it is not told, or <c>YYYY</c>.</summary>
    public static bool IsBirthdate(JsonElement value)
    {
        if (!IsText(value) || value.GetString() is not { } text || !Date().IsMatch(text))
            return false;
        if (text.Length == 4)
            return IsYear(text);
        // The calendar has no year 0; of those that have a 29 February, any will do.
        var dated = text.StartsWith("0000-", StringComparison.Ordinal) ? "2000" + text[4..] : text;
        return IsYear(dated) && DateOnly.TryParseExact(dated, "yyyy-MM-dd", out _);
    }

    /// <summary>Writes one; nothing for null, for blanks, and for what is not of the claim's type.</summary>
    internal static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        // Many forms ask for an address in one field.
        if (name == Address && IsText(value))
        {
            writer.WriteStartObject(name);
            writer.WriteString("formatted", value.GetString());
            writer.WriteEndObject();
            return;
        }

        var isNothing = value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && !IsText(value));
        if (isNothing || Judge(name, value) is not null)
            return;
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    private static bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString());

    private static bool IsAddress(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() > 0
        && value.EnumerateObject().All(m => AddressMembers.Contains(m.Name) && IsText(m.Value));

    // Nobody who is alive is older.
    private static bool IsYear(string text) => string.CompareOrdinal(text, 0, "1850", 0, 4) >= 0;

    [GeneratedRegex("^[0-9]{4}(-[0-9]{2}-[0-9]{2})?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
