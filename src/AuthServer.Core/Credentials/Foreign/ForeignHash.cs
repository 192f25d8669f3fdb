namespace AuthServer.Core.Credentials.Foreign;

/// <summary>
/// A password hash that another system wrote. It is verified once: at the first right password its owner gets one of ours.
/// </summary>
internal abstract record ForeignHash
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 1024;

    /// <summary>
    /// Reads bcrypt (<c>$2b$…</c>), Argon2 and scrypt (PHC string format), PBKDF2 and scrypt as Django writes them, PBKDF2 as
    /// passlib does.
    /// </summary>
    /// <returns>Null: it is none of these, or would cost more to verify than a server should be made to spend.</returns>
    public static ForeignHash? Read(string text)
    {
        if (text.Length > MaxLength)
            return null;
        return text switch
        {
            ['$', '2', ..] => BcryptHash.TryRead(text),
            _ when text.StartsWith("$argon2", StringComparison.Ordinal) => Argon2Hash.TryRead(text),
            _ when text.StartsWith("$scrypt$", StringComparison.Ordinal) => ScryptHash.TryReadPhc(text),
            _ when text.StartsWith("scrypt$", StringComparison.Ordinal) => ScryptHash.TryReadDjango(text),
            _ when text.StartsWith("$pbkdf2", StringComparison.Ordinal) => Pbkdf2Hash.TryReadPasslib(text),
            _ when text.StartsWith("pbkdf2_", StringComparison.Ordinal) => Pbkdf2Hash.TryReadDjango(text),
            _ => null,
        };
    }

    /// <summary>Whether it is this password's; as slow as whoever made it wanted.</summary>
    public abstract bool Matches(string password);
}
