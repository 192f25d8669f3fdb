namespace AuthServer.Core.Users;

/// <summary>A phone number.</summary>
public static class PhoneNumber
{
    /// <summary>
    /// The one spelling of a number (E.164): <c>+</c>, country code and number, 7 to 15 digits. Spaces, dashes and
    /// parentheses do not count, and <c>00</c> is <c>+</c>.
    /// </summary>
    /// <returns>Null when it is none.</returns>
    public static string? TryParse(string? text) => throw new NotImplementedException();
}
