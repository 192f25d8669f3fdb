using System.Text.Json;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>RS256 to RS512 and PS256 to PS512.</summary>
internal static class RsaVectors
{
    private static readonly string[] Pss = ["PS256", "PS384", "PS512"];

    public static void RunPkcs1(VectorFile file, VectorRun run)
    {
        foreach (var group in file.Groups)
        {
            var key = KeyOf(group);
            var algorithm = "RS" + Primitive.HashSuffix(group);
            run.Judge(group, test => Primitive.Accepts(key, algorithm, test, "sig"));
        }
    }

    /// <summary>
    /// Decided: JOSE has three PSS algorithms and no parameters (RFC 7518 §3.5). The hash is SHA-256, 384 or 512, MGF1
    /// uses the same, the salt is as long as it. Any other signature, however sound as PSS, is none of the three, and
    /// none of the three accepts it.
    /// </summary>
    public static void RunPss(VectorFile file, VectorRun run)
    {
        foreach (var group in file.Groups)
        {
            var key = KeyOf(group);
            run.Judge(
                group,
                test => Pss.Count(algorithm => Primitive.Accepts(key, algorithm, test, "sig")) == 1,
                mayAccept: IsOfJose(group));
        }
    }

    private static bool IsOfJose(JsonElement group) =>
        (group.GetProperty("sha").GetString(), group.GetProperty("sLen").GetInt32())
            is ("SHA-256", 32) or ("SHA-384", 48) or ("SHA-512", 64)
        && group.GetProperty("mgfSha").GetString() == group.GetProperty("sha").GetString();

    private static Jwk? KeyOf(JsonElement group)
    {
        // The JWK of a PSS group names one algorithm and so would hide what the other two do with its signatures.
        var numbers = group.GetProperty("publicKey");
        var key = Primitive.KeyOf(new
        {
            kty = "RSA",
            n = Primitive.Number(numbers.GetProperty("modulus").GetString()!),
            e = Primitive.Number(numbers.GetProperty("publicExponent").GetString()!),
        });
        if (!group.TryGetProperty("keyJwk", out var jwk) && !group.TryGetProperty("publicKeyJwk", out jwk))
            return key;

        Assert.Equal(JwkThumbprint.Compute(key!), JwkThumbprint.Compute(Primitive.KeyOf(jwk)!));
        return key;
    }
}
