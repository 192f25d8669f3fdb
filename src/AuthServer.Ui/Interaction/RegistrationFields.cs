using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;

namespace AuthServer.Ui.Interaction;

/// <summary>The fields of a registration, from what the operator declared; and what was filled in, read back.</summary>
internal sealed class RegistrationFields(
    PasswordHints passwords, ComplaintTexts complaints, MemberTexts names, IStringLocalizer<Texts> texts)
{
    /// <summary>The fields, with what stands in them and what is wrong with it.</summary>
    /// <param name="sent">What was filled in; null: nothing yet.</param>
    /// <param name="wrong">Null: nothing is.</param>
    public IReadOnlyList<FormField> Show(AccountForm form, IFormCollection? sent, Complaints? wrong)
    {
        var fields = form.Fields.Select(f => Show(f, sent, wrong?.Of(f.Name) ?? [])).ToList();
        // Where something is wrong, or else at the beginning.
        var start = Math.Max(0, fields.FindIndex(f => f.Complaints.Count > 0));
        fields[start] = fields[start] with { Focus = true };
        return fields;
    }

    /// <summary>What was filled in. Only what the form asks for is read.</summary>
    public static NewRegistration Read(AccountForm form, IFormCollection sent) => new()
    {
        Kind = form.Kind.Kind,
        Email = sent["email"],
        Password = sent["password"],
        FullName = sent["full_name"],
        PhoneNumber = string.IsNullOrWhiteSpace(sent["phone_number"]) ? null : sent["phone_number"].ToString(),
        Members = form.Fields
            .Where(f => IsDeclared(f.Type))
            .Select(f => (f.Name, Value: ProfileText.ToJson(f.Type, sent[f.Name])))
            .Where(m => m.Value is not null)
            .ToDictionary(m => m.Name, m => m.Value.GetValueOrDefault()),
        Locale = Languages.Current,
    };

    private static bool IsDeclared(string type) => type is not ("email" or "password" or "name" or "phone");

    private FormField Show(AccountField field, IFormCollection? sent, IReadOnlyList<Complaint> wrong)
    {
        // A password is never sent back.
        if (field.Type == "password")
            return passwords.NewPassword(field.Name, wrong) with { Label = names.Of(field.Name) };
        var (type, keyboard, step) = InputOf(field.Type);
        return new FormField(field.Name, names.Of(field.Name))
        {
            Type = type,
            InputMode = keyboard,
            Step = step,
            Autocomplete = MemberTexts.AutocompleteOf(field.Name),
            Required = field.IsRequired,
            MaxLength = field.MaxLength,
            Options = [.. field.OneOf.Select(v => KeyValuePair.Create(v, names.Of(v)))],
            Hint = field.Type == "phone" ? texts["With the country code, like +44 20 7946 0018."].Value : null,
            Value = sent?[field.Name],
            Complaints = [.. wrong.Select(complaints.Of)],
        };
    }

    private static (string Type, string? Keyboard, string? Step) InputOf(string type) => type switch
    {
        "email" => ("email", null, null),
        "phone" => ("tel", null, null),
        "integer" => ("number", "numeric", "1"),
        "number" => ("number", "decimal", "any"),
        "boolean" => ("checkbox", null, null),
        _ => ("text", null, null),
    };
}
