using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace AuthServer.Core.Credentials.Foreign;

/// <summary>scrypt (RFC 7914).</summary>
internal sealed record ScryptHash(int N, int R, int P, byte[] Salt, byte[] Hash) : ForeignHash
{
    private const int MostMemory = 128 * 1024 * 1024;
    private const int LeastHash = 16;
    private const int MostHash = 128;

    /// <summary><c>$scrypt$ln=15,r=8,p=1$salt$hash</c></summary>
    public static ScryptHash? TryReadPhc(string text) =>
        text.Split('$') is ["", "scrypt", var cost, var salt, var hash]
        && HashText.Number(HashText.Member(cost, "ln") ?? "", 1, 24) is { } log
            ? Of(1 << log, HashText.Member(cost, "r"), HashText.Member(cost, "p"), HashText.Bytes(salt, 1, 64), hash)
            : null;

    /// <summary>Django: <c>scrypt$salt$16384$8$5$hash</c>; the salt is taken as it is written.</summary>
    public static ScryptHash? TryReadDjango(string text) =>
        text.Split('$') is ["scrypt", { Length: > 0 } salt, var n, var r, var p, var hash]
        && HashText.Number(n, 2, 1 << 24) is { } cost && int.IsPow2(cost)
            ? Of(cost, r, p, Encoding.UTF8.GetBytes(salt), hash)
            : null;

    public override bool Matches(string password) => CryptographicOperations.FixedTimeEquals(
        SCrypt.Generate(Encoding.UTF8.GetBytes(password), Salt, N, R, P, Hash.Length), Hash);

    private static ScryptHash? Of(int n, string? r, string? p, byte[]? salt, string hash) =>
        HashText.Number(r ?? "", 1, 32) is { } block && HashText.Number(p ?? "", 1, 8) is { } parallel
        && 128L * n * block <= MostMemory && salt is not null && HashText.Bytes(hash, LeastHash, MostHash) is { } hashed
            ? new ScryptHash(n, block, parallel, salt, hashed)
            : null;
}
