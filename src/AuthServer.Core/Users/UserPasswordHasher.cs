using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Users;

/// <summary>
/// Identity's hasher over the composed form (NFC) of the password: the same password typed on another keyboard is the
/// same (RFC 8265 §4.2). Nothing else is changed or cut.
/// </summary>
internal sealed class UserPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<User>(options)
{
    public override string HashPassword(User user, string password) => base.HashPassword(user, Composed(password));

    public override PasswordVerificationResult VerifyHashedPassword(
        User user, string hashedPassword, string providedPassword)
    {
        try
        {
            return base.VerifyHashedPassword(user, hashedPassword, Composed(providedPassword));
        }
        catch (FormatException)
        {
            // What is stored is no hash at all: nobody signs in with it.
            return PasswordVerificationResult.Failed;
        }
    }

    private static string Composed(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no keyboard makes it, and it has no composed form.
            return password;
        }
    }
}
