using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class AlgorithmAttacks
{
    private static readonly JwkSet EcKeys = Forge.Keys(Forge.Members(Forge.P256));
    private static readonly JwkSet RsaKeys = Forge.Keys(Forge.Members(Forge.Rsa));

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"nOnE"}""")]
    [InlineData("""{"alg":"NONE "}""")]
    [InlineData("""{"alg":""}""")]
    [InlineData("""{"alg":"es256"}""")]
    [InlineData("""{"alg":"ES256 "}""")]
    [InlineData("""{"alg":"ES256\u0000"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":256}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["ES256"]}""")]
    [InlineData("""{"alg":{"a":"ES256"}}""")]
    [InlineData("""{"Alg":"ES256"}""")]
    public void JOS_01_alg_none_misspelt_or_of_another_type_is_refused(string header)
    {
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256"}""", Forge.Es256), EcKeys));

        Outcome.IsRefused(Forge.Read(Forge.Token(header, Forge.Es256), EcKeys), "alg");
        Outcome.IsRefused(Forge.Read(Forge.Token(header, _ => []), EcKeys), "alg");
    }

    [Fact]
    public void JOS_01_algorithm_outside_the_callers_list_is_refused()
    {
        var token = Forge.Token("""{"alg":"ES256"}""", Forge.Es256);

        Outcome.IsVerified(JwsReader.Read(token, EcKeys, ["ES256"], null));
        Outcome.IsRefused(JwsReader.Read(token, EcKeys, ["RS256", "es256"], null), "alg");
        Outcome.IsRefused(JwsReader.Read(token, EcKeys, [], null), "alg");
    }

    public static TheoryData<string> PublicKeyForms => ["pem", "pem on one line", "der", "pkcs1", "jwk", "modulus"];

    [Theory]
    [MemberData(nameof(PublicKeyForms))]
    public void JOS_02_public_key_does_not_serve_as_a_secret(string form)
    {
        var key = Forge.Rsa;
        var secret = form switch
        {
            "pem" => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"),
            "pem on one line" => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("")),
            "der" => key.ExportSubjectPublicKeyInfo(),
            "pkcs1" => key.ExportRSAPublicKey(),
            "jwk" => Encoding.UTF8.GetBytes($"{{{Forge.Members(key)}}}"),
            _ => key.ExportParameters(false).Modulus!,
        };
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"RS256"}""", Forge.Rs256), RsaKeys));

        var token = Forge.Token("""{"alg":"HS256"}""", data => HMACSHA256.HashData(secret, data));

        Outcome.IsRefused(Forge.Read(token, RsaKeys), "no key fits");
    }

    [Theory]
    [InlineData("HS256", 31)]
    [InlineData("HS384", 47)]
    [InlineData("HS512", 63)]
    [InlineData("HS256", 1)]
    public void JOS_03_secret_shorter_than_the_hash_is_refused(string algorithm, int length)
    {
        var (shorter, whole) = (new byte[length], new byte[64]);
        var header = $$"""{"alg":"{{algorithm}}"}""";
        var control = Forge.Token(header, data => Mac(algorithm, whole, data));
        Outcome.IsVerified(Forge.Read(control, Forge.Keys(Forge.Members(whole))));

        var token = Forge.Token(header, data => Mac(algorithm, shorter, data));
        Outcome.IsRefused(Forge.Read(token, Forge.Keys(Forge.Members(shorter))), "no key fits");
        var named = Forge.Set($"{Forge.Members(shorter)},\"alg\":\"{algorithm}\"");
        Assert.Null(JwkSet.TryParse(named, JwkSecrets.Allowed, out var reason));
        Assert.Contains("not one for its alg", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void JOS_03_empty_secret_is_refused() =>
        Assert.Null(JwkSet.TryParse(Forge.Set("""
            "kty":"oct","k":""
            """), JwkSecrets.Allowed, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void JOS_03_mac_that_is_shorter_or_longer_is_refused(int length)
    {
        var keys = Forge.Keys(Forge.Members(Forge.Secret));
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"HS256"}""", Forge.Hs256), keys));

        var token = Forge.Token("""{"alg":"HS256"}""", data => [.. Forge.Hs256(data).Concat(new byte[1]).Take(length)]);

        Outcome.IsRefused(Forge.Read(token, keys), "signature");
    }

    [Theory]
    [InlineData("ES256", "P-384 key", "")]
    [InlineData("ES384", "P-256 key", "")]
    [InlineData("ES512", "P-256 key", "")]
    [InlineData("RS256", "P-256 key", "")]
    [InlineData("ES256", "RSA key", "")]
    [InlineData("HS256", "RSA key", "")]
    [InlineData("RS256", "RSA key", "\"use\":\"enc\"")]
    [InlineData("RS256", "RSA key", "\"use\":\"SIG\"")]
    [InlineData("RS256", "RSA key", "\"key_ops\":[\"sign\"]")]
    [InlineData("RS256", "RSA key", "\"key_ops\":[]")]
    [InlineData("RS256", "RSA key", "\"key_ops\":[\"encrypt\",\"wrapKey\"]")]
    [InlineData("RS256", "RSA key", "\"alg\":\"PS256\"")]
    [InlineData("RS256", "RSA key", "\"alg\":\"RS512\"")]
    [InlineData("RS256", "RSA key", "\"alg\":\"rs256\"")]
    [InlineData("RS256", "RSA key", "\"alg\":\"RSA-OAEP\"")]
    public void JOS_13_key_that_is_not_for_the_algorithm_is_refused(string algorithm, string kind, string extra)
    {
        var sign = (byte[] data) => SignAs(algorithm, kind, data);
        var members = kind switch
        {
            "P-256 key" => Forge.Members(Forge.P256),
            "P-384 key" => Forge.Members(Forge.P384),
            _ => Forge.Members(Forge.Rsa),
        };
        var right = kind switch { "P-256 key" => "ES256", "P-384 key" => "ES384", _ => "RS256" };
        Outcome.IsVerified(Forge.Read(
            Forge.Token($$"""{"alg":"{{right}}"}""", data => SignAs(right, kind, data)),
            Forge.Keys(members + ",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"" + right + '"')));

        var token = Forge.Token($$"""{"alg":"{{algorithm}}"}""", sign);

        var keys = Forge.Keys(extra.Length > 0 ? $"{members},{extra}" : members);
        Outcome.IsRefused(Forge.Read(token, keys), "no key fits");
    }

    private static byte[] SignAs(string algorithm, string kind, byte[] data)
    {
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        return kind switch
        {
            "P-256 key" => Forge.P256.SignData(data, hash),
            "P-384 key" => Forge.P384.SignData(data, hash),
            _ => Forge.Rsa.SignData(data, hash, RSASignaturePadding.Pkcs1),
        };
    }

    private static byte[] Mac(string algorithm, byte[] key, byte[] data) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(key, data),
        "HS384" => HMACSHA384.HashData(key, data),
        _ => HMACSHA512.HashData(key, data),
    };
}
