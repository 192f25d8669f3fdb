using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>What is wrong with a member, in words for the authors of apps; an app that shows them may also say its own.</summary>
internal static class ComplaintWords
{
    /// <summary>422 with all of them.</summary>
    public static Problem ProblemOf(Complaints complaints) => Problems.Invalid(
        complaints.Members.ToDictionary(m => m, m => (IReadOnlyList<string>)[.. complaints.Of(m).Select(Of)]));

    /// <summary>422 for one member.</summary>
    public static Problem ProblemOf(string member, IReadOnlyList<Complaint> complaints) =>
        Problems.Invalid(new Dictionary<string, IReadOnlyList<string>> { [member] = [.. complaints.Select(Of)] });

    private static string Of(Complaint complaint) => complaint.Code switch
    {
        "required" => "is required",
        "unknown" => "is not known here",
        "read_only" => "cannot be changed",
        "wrong_type" => "has the wrong type",
        "not_text" => "is not text",
        "not_an_email" => "is not an e-mail address",
        "not_a_phone" or "not_a_phone_number" => "is not a phone number with country code, such as +441632960961",
        "not_a_date" => "is not a date such as 1990-12-31",
        "not_one_of" => "is none of the values that there are",
        "too_short" => $"must have at least {complaint.Number} characters",
        "too_long" => $"must have at most {complaint.Number} characters",
        "needs_uppercase" => "must have an upper-case letter",
        "needs_digit" => "must have a digit",
        "too_common" => "is on the list of passwords that are guessed first",
        "too_personal" => "must not be made of your own name, address or the name of this service",
        "same" => "is what it was",
        _ => $"is wrong: {complaint.Code}",
    };
}
