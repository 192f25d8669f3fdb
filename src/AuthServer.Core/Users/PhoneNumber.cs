namespace AuthServer.Core.Users;

/// <summary>A phone number.</summary>
public static class PhoneNumber
{
    /// <summary>Its name on the wire.</summary>
    public const string Member = "phone_number";

    /// <summary>Of what people type, in characters.</summary>
    public const int MaxLength = 40;

    private const int LeastDigits = 7;
    private const int MostDigits = 15;

    /// <summary>
    /// The one spelling of a number (E.164): <c>+</c>, country code and number, 7 to 15 digits. Spaces, dashes and
    /// parentheses do not count, and <c>00</c> is <c>+</c>.
    /// </summary>
    /// <returns>Null when it is none.</returns>
    public static string? TryParse(string? text)
    {
        // "(0)" is dialled at home and nowhere else: without the parentheses it would be another number.
        if (text is not { Length: > 0 and <= MaxLength } || text.Contains("(0)", StringComparison.Ordinal))
            return null;
        var number = string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')')));
        if (number.StartsWith("00", StringComparison.Ordinal))
            number = "+" + number[2..];
        return number.Length is > LeastDigits and <= MostDigits + 1
            && number[0] == '+' && number[1] != '0' && !number.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            ? number
            : null;
    }

    /// <summary>Reads one that may be left out.</summary>
    /// <returns>
    /// Null where it is left out; null, and a complaint under <see cref="Member"/>, when it is none or had to be there.
    /// </returns>
    public static string? Read(string? text, bool isRequired, Complaints complaints)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (isRequired)
                complaints.Add(Member, "required");
            return null;
        }

        var number = TryParse(text.Trim());
        if (number is null)
            complaints.Add(Member, "not_a_phone_number");
        return number;
    }
}
