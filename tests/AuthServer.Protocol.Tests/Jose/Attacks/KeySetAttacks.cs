using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class KeySetAttacks
{
    private static readonly string Ec = Forge.Members(Forge.P256);
    private static readonly string Rsa = Forge.Members(Forge.Rsa);

    [Theory]
    [InlineData(1024)]
    [InlineData(2047)]
    [InlineData(16384)]
    public void JOS_14_rsa_key_of_the_wrong_size_is_refused(int bits)
    {
        // Any odd number without a small factor looks like a modulus: no need to make a key.
        var n = (BigInteger.One << (bits - 1)) + 1;
        while (n % 2 == 0 || Enumerable.Range(3, 200).Any(small => n % small == 0))
            n += 1;

        AssertRefused(RsaKey(n, [1, 0, 1]), "bits");
        Assert.NotNull(JwkSet.TryParse(Forge.Set(Rsa), JwkSecrets.Refused, out _));
    }

    [Theory]
    [InlineData(new byte[] { 1 }, "e is one, even or too large")]
    [InlineData(new byte[] { 2 }, "e is one, even or too large")]
    [InlineData(new byte[] { 1, 0, 0 }, "e is one, even or too large")]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 }, "e is one, even or too large")]
    [InlineData(new byte[] { 0, 1, 0, 1 }, "fewest octets")]
    [InlineData(new byte[] { 0 }, "fewest octets")]
    [InlineData(new byte[0], "fewest octets")]
    public void JOS_14_rsa_exponent_that_is_one_even_too_large_or_padded_is_refused(byte[] exponent, string part) =>
        AssertRefused(RsaKey(Modulus(Forge.Rsa), exponent), part);

    [Fact]
    public void JOS_14_rsa_modulus_that_is_padded_even_or_has_a_small_factor_is_refused()
    {
        var n = Modulus(Forge.Rsa);
        var padded = Rsa.Replace(
            Text(n), Base64Url.EncodeToString([0, .. n.ToByteArray(true, true)]), StringComparison.Ordinal);

        AssertRefused(padded, "fewest octets");
        AssertRefused(RsaKey(n + 1, [1, 0, 1]), "small factor");
        AssertRefused(RsaKey(n * 3, [1, 0, 1]), "small factor");
        AssertRefused("\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"", "fewest octets");
        AssertRefused("\"kty\":\"RSA\",\"e\":\"AQAB\"", "n or e is missing");
        AssertRefused(Rsa.Replace("AQAB", "AQAB=", StringComparison.Ordinal), "not base64url");
    }

    [Fact]
    public void JOS_14_modulus_of_the_broken_generator_is_refused()
    {
        // ROCA: each prime is k·M + (65537^a mod M), M the product of the first primes (2 to 701 for 2048 bits).
        var m = Enumerable.Range(2, 700).Where(IsPrime).Aggregate(BigInteger.One, (product, prime) => product * prime);
        BigInteger Factor(int a) => ((((BigInteger.One << 1024) / m) - a) * m) + BigInteger.ModPow(65537, a, m);
        var n = Factor(12345) * Factor(67891);

        AssertRefused(RsaKey(n, [1, 0, 1]), "CVE-2017-15361");
    }

    [Fact]
    public void JOS_14_sound_moduli_are_not_taken_for_those_of_the_broken_generator()
    {
        for (var i = 0; i < 20; i++)
        {
            using var key = RSA.Create(2048);
            Assert.NotNull(JwkSet.TryParse(Forge.Set(Forge.Members(key)), JwkSecrets.Refused, out _));
        }
    }

    [Fact]
    public void JOS_14_point_off_the_curve_or_of_another_size_is_refused()
    {
        var point = Forge.P256.ExportParameters(false).Q;
        var off = (byte[])point.Y!.Clone();
        off[^1] ^= 1;
        static string Key(string curve, byte[] x, byte[] y) => $"""
            "kty":"EC","crv":"{curve}","x":"{Base64Url.EncodeToString(x)}","y":"{Base64Url.EncodeToString(y)}"
            """;

        AssertRefused(Key("P-256", point.X!, off), "not on the curve");
        AssertRefused(Key("P-256", new byte[32], new byte[32]), "not on the curve");
        AssertRefused(Key("P-256", [.. Enumerable.Repeat((byte)255, 32)], point.Y), "not on the curve");
        AssertRefused(Key("P-384", point.X!, point.Y), "size");
        AssertRefused(Key("P-256", [0, .. point.X!], point.Y), "size");
        AssertRefused(Key("P-256", point.X![1..], point.Y), "size");
        AssertRefused("\"kty\":\"EC\",\"crv\":\"P-256\"", "size");
        AssertRefused("\"kty\":\"EC\"", "crv");
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("oth")]
    public void JOS_14_private_member_in_a_public_set_is_refused(string member)
    {
        var key = $"{Rsa},\"{member}\":\"AQAB\"";

        AssertRefused(key, "private");
        Assert.True(JwkSet.TryParse(Forge.Set(key), JwkSecrets.Allowed, out _)!.Keys[0].HasPrivate);
        AssertRefused($"\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\"", "kty");
    }

    [Fact]
    public void JOS_14_symmetric_key_in_a_public_set_is_refused() =>
        AssertRefused(Forge.Members(Forge.Secret), "symmetric");

    [Theory]
    [InlineData("\"kid\":1")]
    [InlineData("\"kid\":\"\"")]
    [InlineData("\"alg\":[\"ES256\"]")]
    [InlineData("\"alg\":\"ES384\"")]
    [InlineData("\"alg\":\"RS256\"")]
    [InlineData("\"use\":null")]
    [InlineData("\"key_ops\":\"verify\"")]
    [InlineData("\"key_ops\":[\"verify\",\"verify\"]")]
    [InlineData("\"key_ops\":[1]")]
    [InlineData("\"kty\":\"EC\"")]
    [InlineData("\"kid\":\"\\ud800\"")]
    public void JOS_14_key_with_a_member_twice_or_of_another_type_is_refused(string member)
    {
        Assert.NotNull(JwkSet.TryParse(Forge.Set(Ec + ",\"kid\":\"a\",\"unknown\":1"), JwkSecrets.Refused, out _));

        Assert.Null(JwkSet.TryParse(Forge.Set($"{Ec},{member}"), JwkSecrets.Refused, out _));

        // The same when someone else parsed the document, less strictly.
        Assert.Null(JwkSet.TryParse(Forge.Json($$"""{"keys":[{{{Ec}},{{member}}}]}"""), out _));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":[[]]}""")]
    [InlineData("""{"keys":[{}]}""")]
    [InlineData("""{"keys":[{"kty":1}]}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    public void JOS_14_document_that_is_no_key_set_is_refused(string json)
    {
        Assert.Null(JwkSet.TryParse(Forge.Json(json), out var reason));
        Assert.NotNull(reason);
    }

    [Fact]
    public void JOS_14_key_of_a_kind_not_known_here_is_passed_over()
    {
        var okp = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";
        var koblitz = "\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"";

        Assert.Single(JwkSet.TryParse(Forge.Set(okp, Ec, koblitz), JwkSecrets.Refused, out _)!.Keys);
    }

    [Fact]
    public void JOS_16_set_with_symmetric_and_asymmetric_keys_is_refused()
    {
        var secret = Forge.Members(Forge.Secret);

        Assert.NotNull(JwkSet.TryParse(Forge.Set(secret), JwkSecrets.Allowed, out _));
        Assert.NotNull(JwkSet.TryParse(Forge.Set(Ec, Rsa), JwkSecrets.Allowed, out _));
        Assert.Null(JwkSet.TryParse(Forge.Set(secret, Ec), JwkSecrets.Allowed, out var reason));
        Assert.Equal("symmetric and asymmetric keys in one set", reason);
        Assert.Null(JwkSet.TryParse(Forge.Set(Rsa, secret), JwkSecrets.Allowed, out _));
    }

    private static void AssertRefused(string members, string part)
    {
        Assert.Null(JwkSet.TryParse(Forge.Set(members), JwkSecrets.Refused, out var reason));
        Assert.Contains(part, reason, StringComparison.Ordinal);
    }

    private static string RsaKey(BigInteger n, byte[] e) =>
        $"\"kty\":\"RSA\",\"n\":\"{Text(n)}\",\"e\":\"{Base64Url.EncodeToString(e)}\"";

    private static string Text(BigInteger n) =>
        Base64Url.EncodeToString(n.ToByteArray(isUnsigned: true, isBigEndian: true));

    private static BigInteger Modulus(RSA key) =>
        new(key.ExportParameters(false).Modulus, isUnsigned: true, isBigEndian: true);

    private static bool IsPrime(int number) => Enumerable.Range(2, number - 2).All(smaller => number % smaller != 0);
}
