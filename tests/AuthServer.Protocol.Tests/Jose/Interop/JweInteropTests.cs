using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Interop;

/// <summary>What we encrypt is decrypted by a library that we did not write: <c>jose</c> from npm.</summary>
public sealed class JweInteropTests
{
    private const string Payload = """{"sub":"é\n\"ü","aud":["a","b"],"n":1}""";

    [NodeFact]
    [Spec("RFC 7516", "5.1")]
    [Spec("RFC 7518", "4.1")]
    public async Task Jose_from_npm_decrypts_every_algorithm_to_every_kind_of_key()
    {
        (string Algorithm, string Content, Dictionary<string, string> Key)[] cases = [.. Cases()];
        var jose = await NodeJose.InstallAsync();
        var answer = await jose.AskAsync(new
        {
            jwks = new { keys = Array.Empty<object>() },
            tokens = Array.Empty<object>(),
            encrypted = cases.Select(c => new { token = Encrypt(c.Algorithm, c.Content, c.Key), jwk = c.Key }),
            payload = Payload,
            type = "JWT",
        });

        var decrypted = answer.GetProperty("decrypted").EnumerateArray().ToArray();
        Assert.Equal(cases.Length, decrypted.Length);
        Assert.All(cases.Zip(decrypted), pair =>
        {
            var (wanted, seen) = pair;
            var header = seen.GetProperty("header");
            Assert.Equal(Payload, seen.GetProperty("payload").GetString());
            Assert.Equal(wanted.Algorithm, header.GetProperty("alg").GetString());
            Assert.Equal(wanted.Content, header.GetProperty("enc").GetString());
            Assert.Equal("theirs", header.GetProperty("kid").GetString());
            Assert.Equal("JWT", header.GetProperty("cty").GetString());
            Assert.True(seen.GetProperty("refused").GetBoolean());
        });
    }

    private static IEnumerable<(string, string, Dictionary<string, string>)> Cases()
    {
        using var rsa = RSA.Create(2048);
        ECDiffieHellman[] curves = [.. new[]
        {
            ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521,
        }.Select(ECDiffieHellman.Create)];
        foreach (var content in JweAlgorithms.Content)
        {
            foreach (var algorithm in JweAlgorithms.Asymmetric.Where(a => a.StartsWith("RSA", StringComparison.Ordinal)))
                yield return (algorithm, content, KeyOf(rsa));
            foreach (var algorithm in JweAlgorithms.Asymmetric.Where(a => a.StartsWith("ECDH", StringComparison.Ordinal)))
            {
                foreach (var curve in curves)
                    yield return (algorithm, content, KeyOf(curve));
            }

            foreach (var algorithm in JweAlgorithms.Symmetric)
                yield return (algorithm, content, SecretFor(algorithm, content));
        }
    }

    private static string Encrypt(string algorithm, string content, Dictionary<string, string> key)
    {
        var keys = JwkSet.TryParse(JsonSerializer.SerializeToElement(new { keys = new[] { key } }), JwkSecrets.Allowed, out _)!;
        return JweWriter.Write(keys.FindForEncryption(algorithm, content)!, algorithm, content, "JWT", Encoding.UTF8.GetBytes(Payload));
    }

    private static Dictionary<string, string> KeyOf(RSA rsa)
    {
        var key = rsa.ExportParameters(true);
        return Members(
            "RSA", ("n", key.Modulus), ("e", key.Exponent), ("d", key.D), ("p", key.P), ("q", key.Q), ("dp", key.DP), ("dq", key.DQ),
            ("qi", key.InverseQ));
    }

    private static Dictionary<string, string> KeyOf(ECDiffieHellman curve)
    {
        var key = curve.ExportParameters(true);
        var members = Members("EC", ("x", key.Q.X), ("y", key.Q.Y), ("d", key.D));
        members["crv"] = $"P-{curve.KeySize}";
        return members;
    }

    private static Dictionary<string, string> SecretFor(string algorithm, string content) => Members("oct", ("k",
        RandomNumberGenerator.GetBytes(algorithm switch
        {
            "A128KW" => 16,
            "A256KW" => 32,
            _ => content switch { "A128GCM" => 16, "A256CBC-HS512" => 64, _ => 32 },
        })));

    private static Dictionary<string, string> Members(string type, params (string Name, byte[]? Value)[] numbers)
    {
        var members = new Dictionary<string, string> { ["kty"] = type, ["kid"] = "theirs", ["use"] = "enc" };
        foreach (var (name, value) in numbers)
            members[name] = Base64Url.EncodeToString(value);
        return members;
    }
}
