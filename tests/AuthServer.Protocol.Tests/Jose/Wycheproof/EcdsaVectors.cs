using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>ES256, ES384, ES512: r and s side by side (P1363).</summary>
internal static class EcdsaVectors
{
    public static void Run(VectorFile file, VectorRun run)
    {
        foreach (var group in file.Groups)
        {
            var key = KeyOf(group);
            var algorithm = "ES" + Primitive.HashSuffix(group);
            run.Judge(group, test => Primitive.Accepts(key, algorithm, test, "sig"));
        }
    }

    private static Jwk? KeyOf(JsonElement group)
    {
        if (group.TryGetProperty("publicKeyJwk", out var jwk))
            return Primitive.KeyOf(jwk);

        var point = group.GetProperty("publicKey").GetProperty("uncompressed").GetString()!.AsSpan(2); // after 04
        var half = point.Length / 2;
        return Primitive.KeyOf(new
        {
            kty = "EC",
            crv = half switch { 64 => "P-256", 96 => "P-384", _ => "P-521" },
            x = Primitive.Text(point[..half]),
            y = Primitive.Text(point[half..]),
        });
    }
}
