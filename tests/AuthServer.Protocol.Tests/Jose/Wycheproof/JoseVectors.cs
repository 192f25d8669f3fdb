using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>Whole tokens against a key or key set: <see cref="JwkSet"/>'s policy and <see cref="JwsReader"/>.</summary>
internal static class JoseVectors
{
    private static readonly string[] Algorithms = [.. JwsAlgorithms.ClientAssertions, "HS256", "HS384", "HS512"];

    public static void Run(VectorFile file, VectorRun run)
    {
        foreach (var group in file.Groups)
        {
            var keys = JwkSet.TryParse(KeysOf(group), JwkSecrets.Allowed, out _);
            run.Judge(group, test => keys is not null && Accepts(keys, TokenOf(test)));
        }
    }

    private static bool Accepts(JwkSet keys, string token) =>
        JwsReader.Read(token, keys, Algorithms, type: null) is JwsReading.Verified;

    /// <summary>A verifier has the public keys; the private ones only where there are no others.</summary>
    private static JsonElement KeysOf(JsonElement group)
    {
        var keys = group.TryGetProperty("public", out var open) ? open : group.GetProperty("private");
        return keys.TryGetProperty("keys", out _) ? keys : JsonElement.Parse($$"""{"keys":[{{keys.GetRawText()}}]}""");
    }

    private static string TokenOf(JsonElement test)
    {
        var token = test.TryGetProperty("jws", out var jws) ? jws : test.GetProperty("jwe");
        return token.ValueKind == JsonValueKind.String ? token.GetString()! : token.GetRawText();
    }
}
