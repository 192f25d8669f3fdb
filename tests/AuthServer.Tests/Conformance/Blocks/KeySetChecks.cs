using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>CFG-4 to CFG-9: a JWK set.</summary>
internal static class KeySetChecks
{
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static void Check(Findings found, KeySet keys)
    {
        found.Check("CFG-6", keys.Keys.Count > 0, "keys is no array with keys in it");
        foreach (var key in keys.Keys)
            CheckKey(found, key);

        var ids = keys.Keys.Select(k => KeySet.Member(k, "kid")).ToList();
        found.Check("CFG-8", ids.TrueForAll(id => !string.IsNullOrWhiteSpace(id)), "a key has no kid");
        found.Check("CFG-9", ids.Distinct().Count() == ids.Count, $"a kid stands there twice: {string.Join(' ', ids)}");
    }

    private static void CheckKey(Findings found, JsonElement key)
    {
        var type = KeySet.Member(key, "kty");
        found.Check("CFG-5", type != "oct" && !Secrets.Any(s => key.TryGetProperty(s, out _)), $"a secret member: {type}");
        string[] needed = type switch { "RSA" => ["e", "n"], "EC" => ["crv", "x", "y"], "OKP" => ["crv", "x"], _ => [] };
        found.Warn("CFG-7", needed.Length > 0, $"kty {type} is unknown");
        foreach (var member in needed)
        {
            var value = KeySet.Member(key, member);
            found.Check("CFG-6", value is not null && (member == "crv" || Base64Url.IsValid(value) && !value.EndsWith('=')), $"{type} {member} is {value}");
        }

        found.Check("CFG-6", Parses(key, type), $"the {type} key does not parse: {key}");
        found.Warn("CFG-7", KeySet.Member(key, "alg") is null or "RS256" or "RS384" or "RS512" or "PS256" or "PS384" or "PS512"
            or "ES256" or "ES384" or "ES512" or "EdDSA" or "Ed25519", $"alg {KeySet.Member(key, "alg")} is unknown");
    }

    private static bool Parses(JsonElement key, string? type)
    {
        try
        {
            if (type == "RSA")
                KeySet.ToRsa(key).Dispose();
            if (type == "EC")
                KeySet.ToEcdsa(key).Dispose();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
