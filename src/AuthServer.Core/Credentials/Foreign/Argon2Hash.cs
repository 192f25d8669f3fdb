using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace AuthServer.Core.Credentials.Foreign;

/// <summary>Argon2 (RFC 9106) in the PHC string format: <c>$argon2id$v=19$m=65536,t=3,p=4$salt$hash</c>.</summary>
internal sealed record Argon2Hash(Argon2Cost Cost, byte[] Salt, byte[] Hash) : ForeignHash
{
    private const int MostMemory = 128 * 1024;
    private const int MostPasses = 16;
    private const int MostLanes = 16;

    public static Argon2Hash? TryRead(string text)
    {
        // Version 16 is not written.
        var parts = text.Split('$');
        if (parts.Length == 5)
            parts = [.. parts[..2], "v=16", .. parts[2..]];
        if (parts is not ["", var kind, var version, var cost, var salt, var hash] || KindOf(kind) is not { } known)
            return null;
        return HashText.Member(version, "v") is "16" or "19"
            && HashText.Number(HashText.Member(cost, "m") ?? "", 8, MostMemory) is { } memory
            && HashText.Number(HashText.Member(cost, "t") ?? "", 1, MostPasses) is { } passes
            && HashText.Number(HashText.Member(cost, "p") ?? "", 1, MostLanes) is { } lanes
            && HashText.Bytes(salt, 8, 64) is { } salted && HashText.Bytes(hash, 12, 128) is { } hashed
                ? new Argon2Hash(new Argon2Cost(known, version == "v=16" ? 0x10 : 0x13, memory, passes, lanes), salted, hashed)
                : null;
    }

    public override bool Matches(string password)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Cost.Kind).WithVersion(Cost.Version).WithIterations(Cost.Passes).WithMemoryAsKB(Cost.Memory)
            .WithParallelism(Cost.Lanes).WithSalt(Salt).Build());
        var computed = new byte[Hash.Length];
        generator.GenerateBytes(Encoding.UTF8.GetBytes(password), computed);
        return CryptographicOperations.FixedTimeEquals(computed, Hash);
    }

    private static int? KindOf(string name) => name switch
    {
        "argon2d" => Argon2Parameters.Argon2d,
        "argon2i" => Argon2Parameters.Argon2i,
        "argon2id" => Argon2Parameters.Argon2id,
        _ => null,
    };
}

/// <summary>Which Argon2, and how slow it was made.</summary>
/// <param name="Memory">In KiB.</param>
internal sealed record Argon2Cost(int Kind, int Version, int Memory, int Passes, int Lanes);
