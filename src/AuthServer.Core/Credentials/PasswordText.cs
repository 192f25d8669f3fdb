using System.Text;

namespace AuthServer.Core.Credentials;

/// <summary>A password as it is judged and checked: in composed form (NFC), whole or not at all.</summary>
internal static class PasswordText
{
    // No script needs more to write one character; what is longer is not even composed.
    private const int MostUnitsPerCharacter = 4;

    /// <summary>The composed form.</summary>
    /// <returns>Null: longer than <see cref="PasswordPolicy.MaxLength"/>.</returns>
    public static string? TryCompose(string password)
    {
        if (password.Length > PasswordPolicy.MaxLength * MostUnitsPerCharacter)
            return null;
        var composed = IsText(password) ? password.Normalize(NormalizationForm.FormC) : password;
        return composed.Length <= PasswordPolicy.MaxLength || composed.EnumerateRunes().Count() <= PasswordPolicy.MaxLength
            ? composed
            : null;
    }

    /// <summary>False: it holds half a surrogate pair, which no keyboard makes and no encoding carries.</summary>
    public static bool IsText(string password)
    {
        for (var rest = password.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var taken) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[taken..];
        }

        return true;
    }
}
