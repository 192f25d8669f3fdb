using AuthServer.Core.Messaging;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>Reads what a person filled in to register. Pure.</summary>
internal static class RegistrationReading
{
    /// <summary>Reads all but the password, which is hashed only when everything else holds.</summary>
    /// <returns>Null, and complaints, when it does not.</returns>
    public static Applicant? Read(NewRegistration wanted, RegistrationKind kind, AccountShape shape, Complaints complaints)
    {
        var email = ReadEmail(wanted.Email, complaints);
        var name = PersonName.Read(wanted.FullName, complaints);
        var needsNumber = wanted.OtpMethod == MessageChannel.Sms || kind.Require.Contains(PhoneNumber.Member);
        var number = PhoneNumber.Read(wanted.PhoneNumber, needsNumber, complaints);
        if (wanted.OtpMethod is null)
            complaints.Add("otp_method", "not_one_of");
        var profile = shape.ReadNew(kind, wanted.Members, complaints);
        if (email is null || name is null || !complaints.IsEmpty)
            return null;
        return new Applicant
        {
            Attempt = wanted.Attempt,
            Kind = kind,
            Email = email,
            PasswordHash = "",
            Name = name,
            PhoneNumber = number,
            VerifiesBy = wanted.OtpMethod == MessageChannel.Sms ? MessageChannel.Sms : MessageChannel.Email,
            Profile = profile,
            Locale = wanted.Locale is { Length: <= 35 } locale ? locale : null,
        };
    }

    private static EmailAddress? ReadEmail(string? text, Complaints complaints)
    {
        var email = EmailAddress.TryParse(text);
        if (email is null)
            complaints.Add(EmailAddress.Member, string.IsNullOrWhiteSpace(text) ? "required" : "not_an_email");
        return email;
    }
}
