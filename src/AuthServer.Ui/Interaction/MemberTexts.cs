using System.Collections.Frozen;
using Microsoft.Extensions.Localization;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// What operators name in their declarations, as people read it: <c>company_name</c> is "Company name". The names that
/// many use are translated; the others stay in the language of whoever chose them.
/// </summary>
internal sealed class MemberTexts(IStringLocalizer<Texts> texts)
{
    private static readonly FrozenDictionary<string, (string Text, string? Autocomplete)> Known =
        new Dictionary<string, (string, string?)>
        {
            ["full_name"] = (Texts.Later("Full name"), "name"),
            ["email"] = (Texts.Later("Email"), "email"),
            ["phone_number"] = (Texts.Later("Phone number"), "tel"),
            ["password"] = (Texts.Later("Password"), "new-password"),
            ["company"] = (Texts.Later("Company"), "organization"),
            ["company_name"] = (Texts.Later("Company name"), "organization"),
            ["organization"] = (Texts.Later("Organization"), "organization"),
            ["contact_person"] = (Texts.Later("Contact person"), null),
            ["department"] = (Texts.Later("Department"), null),
            ["client_type"] = (Texts.Later("Kind of client"), null),
            ["job_title"] = (Texts.Later("Job title"), "organization-title"),
            ["website"] = (Texts.Later("Website"), "url"),
            ["vat_number"] = (Texts.Later("VAT number"), null),
            ["given_name"] = (Texts.Later("First name"), "given-name"),
            ["family_name"] = (Texts.Later("Last name"), "family-name"),
            ["nickname"] = (Texts.Later("Nickname"), "nickname"),
            ["middle_name"] = (Texts.Later("Middle name"), "additional-name"),
            ["preferred_username"] = (Texts.Later("Preferred name here"), null),
            ["profile"] = (Texts.Later("Address of a page about you"), "url"),
            ["picture"] = (Texts.Later("Picture"), "photo"),
            ["gender"] = (Texts.Later("Gender"), "sex"),
            ["zoneinfo"] = (Texts.Later("Time zone"), null),
            ["locale"] = (Texts.Later("Language and region"), null),
            ["updated_at"] = (Texts.Later("When your details last changed"), null),
            ["email_verified"] = (Texts.Later("Whether your email is confirmed"), null),
            ["phone_number_verified"] = (Texts.Later("Whether your phone number is confirmed"), null),
            ["roles"] = (Texts.Later("Your roles"), null),
            ["groups"] = (Texts.Later("Your groups"), null),
            ["birthdate"] = (Texts.Later("Date of birth"), "bday"),
            ["address"] = (Texts.Later("Address"), "street-address"),
            ["street_address"] = (Texts.Later("Street and number"), "street-address"),
            ["postal_code"] = (Texts.Later("Postcode"), "postal-code"),
            ["city"] = (Texts.Later("City"), "address-level2"),
            ["country"] = (Texts.Later("Country"), "country-name"),
            ["user"] = (Texts.Later("Person"), null),
            ["supplier"] = (Texts.Later("Supplier"), null),
            ["client"] = (Texts.Later("Client"), null),
            ["customer"] = (Texts.Later("Customer"), null),
            ["private"] = (Texts.Later("Private"), null),
            ["council"] = (Texts.Later("Council"), null),
            ["business"] = (Texts.Later("Business"), null),
            ["other"] = (Texts.Later("Other"), null),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Of a member, a kind or a value.</summary>
    public string Of(string name) => Known.TryGetValue(name, out var known) ? texts[known.Text] : Readable(name);

    /// <summary>HTML's token for what belongs in the member; null: none fits.</summary>
    public static string? AutocompleteOf(string name) => Known.GetValueOrDefault(name).Autocomplete;

    // delivery_note: Delivery note. Values that are no names stay as they are.
    private static string Readable(string name)
    {
        var words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
