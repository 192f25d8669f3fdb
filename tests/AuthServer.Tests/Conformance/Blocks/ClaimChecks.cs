using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>CLAIMS and SCOPE: claims about the person.</summary>
internal static partial class ClaimChecks
{
    private static readonly string[] Texts =
    [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
        "email", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
    ];

    private static readonly string[] AddressTexts = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

    private static readonly Dictionary<string, string[]> OfScope = new()
    {
        ["openid"] = ["sub"],
        ["profile"] =
        [
            "name", "given_name", "family_name", "middle_name", "nickname", "profile", "picture", "website", "gender", "birthdate",
            "zoneinfo", "locale", "updated_at", "preferred_username",
        ],
        ["email"] = ["email", "email_verified"],
        ["address"] = ["address"],
        ["phone"] = ["phone_number", "phone_number_verified"],
    };

    /// <summary>CLAIMS: what is there is of the right type.</summary>
    public static void Types(ModuleRun run, JsonElement claims, string id)
    {
        foreach (var claim in claims.EnumerateObject())
            run.Found.Check(id, claim.Value.ValueKind != JsonValueKind.Null, $"{claim.Name} is null");
        run.Found.Check(id, claims.TryGetProperty("sub", out _), "no sub");
        foreach (var name in Texts)
            run.Found.Check(id, !claims.TryGetProperty(name, out var value) || IsText(value), $"{name} is {Shown(claims, name)}");
        foreach (var name in (string[])["email_verified", "phone_number_verified"])
        {
            run.Found.Check(
                id,
                !claims.TryGetProperty(name, out var flag) || flag.ValueKind is JsonValueKind.True or JsonValueKind.False,
                $"{name} is {Shown(claims, name)}");
        }

        run.Found.Check(id, !claims.TryGetProperty("updated_at", out var at) || IsTime(at), $"updated_at is {Shown(claims, "updated_at")}");
        run.Found.Check(id, !claims.TryGetProperty("birthdate", out var born) || IsBirthdate(born.ToString()), $"birthdate is {Shown(claims, "birthdate")}");
        run.Found.Check(id, !claims.TryGetProperty("address", out var address) || IsAddress(address), $"address is {Shown(claims, "address")}");
        run.Found.Check(id, claims.TryGetProperty("_claim_names", out _) == claims.TryGetProperty("_claim_sources", out _), "claim sources");
    }

    /// <summary>SCOPE: everything that the scopes give is there.</summary>
    public static void Scopes(ModuleRun run, JsonElement claims, string scope)
    {
        var missing = scope.Split(' ').SelectMany(s => OfScope[s]).Where(c => !claims.TryGetProperty(c, out _)).ToList();
        run.Found.Warn("SCOPE", missing.Count == 0, $"missing: {string.Join(' ', missing)}");
    }

    private static bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) && value.GetString() != "null";

    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() > new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()
        && value.GetDouble() <= TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();

    private static bool IsBirthdate(string text) =>
        Birthdate().IsMatch(text)
        && (text.Length < 10 || DateOnly.TryParseExact(text.Replace("0000-", "2000-", StringComparison.Ordinal), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        && (text.StartsWith("0000", StringComparison.Ordinal)
            || int.Parse(text[..4], CultureInfo.InvariantCulture) is >= 1850 and var year && year <= TimeProvider.System.GetUtcNow().Year);

    private static bool IsAddress(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any()
        && value.EnumerateObject().All(m => !AddressTexts.Contains(m.Name) || IsText(m.Value));

    private static string Shown(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? value.GetRawText() : "absent";

    [GeneratedRegex(@"^\d{4}(-\d{2}-\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Birthdate();
}
