using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Credentials.Foreign;

/// <summary>PBKDF2 (RFC 8018 §5.2).</summary>
internal sealed record Pbkdf2Hash(HashAlgorithmName Function, int Rounds, byte[] Salt, byte[] Hash) : ForeignHash
{
    private const int MostRounds = 5_000_000;

    /// <summary>Django: <c>pbkdf2_sha256$870000$salt$hash</c>; the salt is taken as it is written.</summary>
    public static Pbkdf2Hash? TryReadDjango(string text) =>
        text.Split('$') is [var name, var rounds, { Length: > 0 } salt, var hash]
            ? Of(name["pbkdf2_".Length..], rounds, Encoding.UTF8.GetBytes(salt), hash)
            : null;

    /// <summary>passlib: <c>$pbkdf2-sha256$29000$salt$hash</c>; without a function's name it is SHA-1.</summary>
    public static Pbkdf2Hash? TryReadPasslib(string text) =>
        text.Split('$') is ["", var name, var rounds, var salt, var hash]
            ? Of(name == "pbkdf2" ? "sha1" : name["pbkdf2".Length..].TrimStart('-'), rounds, HashText.Bytes(salt, 1, 64), hash)
            : null;

    public override bool Matches(string password) => CryptographicOperations.FixedTimeEquals(
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, Rounds, Function, Hash.Length), Hash);

    private static Pbkdf2Hash? Of(string function, string rounds, byte[]? salt, string hash) =>
        FunctionOf(function) is { } known && HashText.Number(rounds, 1, MostRounds) is { } count
        && salt is not null && HashText.Bytes(hash, 16, 128) is { } hashed
            ? new Pbkdf2Hash(known, count, salt, hashed)
            : null;

    private static HashAlgorithmName? FunctionOf(string name) => name switch
    {
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
