using Microsoft.AspNetCore.Identity;

namespace AuthServer.Core.Users;

/// <summary>
/// Gives ASP.NET Core Identity our rule: the address is the name, and <see cref="EmailAddress.Key"/> its key.
/// </summary>
internal sealed class EmailNormalizer : ILookupNormalizer
{
    // What is no address can belong to nobody; an empty key matches no row.
    public string? NormalizeEmail(string? email) => email is null ? null : EmailAddress.TryParse(email)?.Key ?? "";

    // Role names come here too: ordinal, as declared.
    public string? NormalizeName(string? name) =>
        name?.Contains('@', StringComparison.Ordinal) == true ? NormalizeEmail(name) : name;
}
