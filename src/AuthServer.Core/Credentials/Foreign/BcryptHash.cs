using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto.Generators;

namespace AuthServer.Core.Credentials.Foreign;

/// <summary>bcrypt, <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>. Of a password it takes the first 72 bytes, as all of them do.</summary>
internal sealed partial record BcryptHash(string Text) : ForeignHash
{
    // 2^14 takes about a second.
    private const int MostCost = 14;

    public static BcryptHash? TryRead(string text) =>
        Form().Match(text) is { Success: true } form && HashText.Number(form.Groups["cost"].Value, 4, MostCost) is not null
            ? new BcryptHash(text)
            : null;

    public override bool Matches(string password) => OpenBsdBCrypt.CheckPassword(Text, password.ToCharArray());

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>[0-9]{2})\$[./A-Za-z0-9]{53}$")]
    private static partial Regex Form();
}
