using System.Collections.Frozen;
using AuthServer.Core.Users;
using Microsoft.Extensions.Localization;

namespace AuthServer.Ui.Interaction;

/// <summary>What a <see cref="Complaint"/> says to a person, in the language of the request: on pages and in the JSON APIs.</summary>
public sealed class ComplaintTexts(IStringLocalizer<Texts> texts)
{
    // The number, where there is one, is {0}.
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["required"] = Texts.Later("Fill this in."),
        ["too_short"] = Texts.Later("Use at least {0} characters."),
        ["too_long"] = Texts.Later("Use at most {0} characters."),
        ["not_text"] = Texts.Later("Leave out characters that nobody can see."),
        ["needs_uppercase"] = Texts.Later("Add a capital letter."),
        ["needs_digit"] = Texts.Later("Add a digit."),
        ["too_common"] = Texts.Later("Too many people use this one. Choose another."),
        ["too_personal"] = Texts.Later("Leave out your name, your address and the name of this service."),
        ["not_an_email"] = Texts.Later("Write an email address, like name@example.org."),
        ["not_a_phone_number"] = Texts.Later("Write the number with its country code, like +44 20 7946 0018."),
        ["not_one_of"] = Texts.Later("Choose one of the list."),
        ["not_an_integer"] = Texts.Later("Write a whole number."),
        ["not_a_number"] = Texts.Later("Write a number."),
        ["not_a_boolean"] = Texts.Later("Answer yes or no."),
        ["not_a_date"] = Texts.Later("Write the date like 1990-12-31."),
        ["read_only"] = Texts.Later("This cannot be changed."),
        ["out_of_range"] = Texts.Later("This number is too small or too large."),
        ["wrong_type"] = Texts.Later("This has the wrong type."),
        ["same"] = Texts.Later("This is what it was. Choose another."),
        ["wrong"] = Texts.Later("This is wrong."),
        ["not_json"] = Texts.Later("This is not JSON of the right kind."),
        ["has_a_field"] = Texts.Later("This holds a member that has a field of its own above."),
        ["unknown"] = Texts.Later("This is not asked for."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string Other = Texts.Later("This cannot be used here.");

    /// <summary>One sentence.</summary>
    public string Of(Complaint complaint) =>
        complaint.Text ?? texts[Known.GetValueOrDefault(complaint.Code, Other), complaint.Number ?? 0];
}
