using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Accounts;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using static AuthServer.Ui.Desk.MemberKind;

namespace AuthServer.Ui.Desk;

/// <summary>The form for a person: what everybody has, and what the operator declared.</summary>
internal sealed class AccountSections(AccountSchema schema, MemberTexts texts)
{
    private const string ProfilePrefix = "profile.";

    private static readonly FormMember[] OfEverybody =
    [
        new("email", Texts.Later("Email"), Texts.Later("How they sign in. A changed address counts at once: nobody sends a code."), Text),
        new("email_verified", Texts.Later("The address is known to be theirs"), null, Flag),
        new("full_name", Texts.Later("Full name"), null, Text),
        new("phone_number", Texts.Later("Phone number"), Texts.Later("With the country code, like +44 20 7946 0018."), Text),
        new("phone_number_verified", Texts.Later("The number is known to be theirs"), null, Flag),
        new("locale", Texts.Later("Language"), Texts.Later("A language tag such as de or pt-BR. Empty: what their browser asks for."), Text),
    ];

    /// <param name="kind">As what the person registered; null: somebody else made the account.</param>
    /// <param name="more">What a new account has besides.</param>
    public async Task<IReadOnlyList<FormSection>> ReadAsync(string? kind, FormSection[] more, CancellationToken ct)
    {
        var declared = (await schema.GetAsync(ct)).MembersOf(kind).Select(Of).ToList();
        return
        [
            new("person", Texts.Later("The person"), null, OfEverybody),
            .. declared.Count == 0 ? [] : (FormSection[])[new("profile", Texts.Later("Profile"), null, declared)],
            .. more,
        ];
    }

    /// <summary>What stands in the form at first.</summary>
    public static JsonObject DocumentOf(AccountRecord account)
    {
        var document = new JsonObject
        {
            ["email"] = account.Email,
            ["email_verified"] = account.EmailVerified,
            ["full_name"] = account.FullName,
            ["phone_number"] = account.PhoneNumber,
            ["phone_number_verified"] = account.PhoneNumberVerified,
            ["locale"] = account.Locale,
        };
        foreach (var (name, value) in account.Profile)
            document[ProfilePrefix + name] = JsonSerializer.SerializeToNode(value);
        return document;
    }

    /// <summary>What was sent, as the rules of accounts read it: what is empty is to be taken away.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ValuesOf(DocumentForm form, JsonObject document)
    {
        var (values, profile) = (new JsonObject(), new JsonObject());
        foreach (var member in form.Sections.SelectMany(s => s.Members))
        {
            var value = document[member.Name]?.DeepClone() ?? (member.Kind == Flag ? JsonValue.Create(false) : null);
            if (member.Name.StartsWith(ProfilePrefix, StringComparison.Ordinal))
                profile[member.Name[ProfilePrefix.Length..]] = value;
            else
                values[member.Name] = value;
        }

        values["profile"] = profile;
        return JsonSerializer.SerializeToElement(values).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
    }

    private FormMember Of(ProfileMember member) => new(ProfilePrefix + member.Name, texts.Of(member.Name), null, KindOf(member))
    {
        Options = member.OneOf.Count == 0 ? [] : [KeyValuePair.Create("", "–"), .. member.OneOf.Select(v => KeyValuePair.Create(v, texts.Of(v)))],
    };

    private static MemberKind KindOf(ProfileMember member) => member switch
    {
        { OneOf.Count: > 0 } => Choice,
        { Type: "boolean" } => Flag,
        { Type: "integer" } => Number,
        { Type: "number" } => Json,
        _ => Text,
    };
}
