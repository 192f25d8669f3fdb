using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class KeyChoiceAttacks
{
    private static readonly string Ours = Forge.Members(Forge.P256) + ",\"kid\":\"one\"";
    private static readonly ECDsa Attacker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string Other = Forge.Members(Attacker) + ",\"kid\":\"two\"";

    [Theory]
    [InlineData("\"../../dev/null\"")]
    [InlineData("\"' OR 1=1--\"")]
    [InlineData("\"one\\u0000\"")]
    [InlineData("\"ONE\"")]
    [InlineData("\"\"")]
    [InlineData("\"two\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[\"one\"]")]
    [InlineData("{\"one\":1}")]
    public void JOS_04_kid_that_names_no_key_of_the_set_or_another_is_refused(string kid)
    {
        var keys = Forge.Keys(Ours, Other);
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256","kid":"one"}""", Forge.Es256), keys));

        Outcome.IsRefused(Forge.Read(Forge.Token($$"""{"alg":"ES256","kid":{{kid}}}""", Forge.Es256), keys));
    }

    [Fact]
    public void JOS_04_kid_of_ten_megabytes_is_refused_by_length()
    {
        var token = Forge.Token($$"""{"alg":"ES256","kid":"{{new string('a', 10_000_000)}}"}""", Forge.Es256);

        Outcome.IsRefused(Forge.Read(token, Forge.Keys(Ours)), "longer than");
        var named = Forge.Set(Forge.Members(Forge.P256) + $",\"kid\":\"{new string('a', 257)}\"");
        Assert.Null(JwkSet.TryParse(named, JwkSecrets.Allowed, out _));
    }

    [Fact]
    public void JOS_04_missing_kid_is_refused_when_two_keys_fit()
    {
        var token = Forge.Token("""{"alg":"ES256"}""", Forge.Es256);

        Outcome.IsVerified(Forge.Read(token, Forge.Keys(Ours)));
        Outcome.IsVerified(Forge.Read(token, Forge.Keys(Ours, Other + ",\"use\":\"enc\"", Forge.Members(Forge.Rsa))));
        Outcome.IsRefused(Forge.Read(token, Forge.Keys(Ours, Other)), "several keys fit");
    }

    [Fact]
    public void JOS_04_unknown_kid_is_told_apart_from_a_wrong_signature()
    {
        var unknown = Forge.Read(Forge.Token("""{"alg":"ES256","kid":"new"}""", Forge.Es256), Forge.Keys(Ours));
        var wrong = Forge.Read(Forge.Token("""{"alg":"ES256","kid":"one"}""", ByAttacker), Forge.Keys(Ours));

        Assert.True(Assert.IsType<JwsReading.Refused>(unknown).KeyUnknown);
        Assert.False(Assert.IsType<JwsReading.Refused>(wrong).KeyUnknown);
    }

    [Fact]
    public void JOS_04_set_with_one_kid_twice_is_refused()
    {
        Assert.NotNull(JwkSet.TryParse(Forge.Set(Ours, Other), JwkSecrets.Refused, out _));

        var twice = Forge.Set(Ours, Other.Replace("two", "one", StringComparison.Ordinal));
        Assert.Null(JwkSet.TryParse(twice, JwkSecrets.Refused, out var reason));
        Assert.Equal("two keys with one kid", reason);
    }

    [Theory]
    [InlineData("jku", "https://attacker.example/jwks.json")]
    [InlineData("jku", "http://169.254.169.254/latest/meta-data")]
    [InlineData("jku", "https://issuer.example/open-redirect?to=https://attacker.example")]
    [InlineData("x5u", "https://attacker.example/cert.pem")]
    [InlineData("x5u", "file:///etc/passwd")]
    public void JOS_05_address_of_a_key_is_never_followed(string name, string address)
    {
        var header = $$"""{"alg":"ES256","kid":"one","{{name}}":"{{address}}"}""";

        // Nothing is fetched: the reader has nothing to fetch with. The member is passed over, the set alone decides.
        Outcome.IsVerified(Forge.Read(Forge.Token(header, Forge.Es256), Forge.Keys(Ours)));
        Outcome.IsRefused(Forge.Read(Forge.Token(header, ByAttacker), Forge.Keys(Ours)), "signature");
    }

    [Fact]
    public void JOS_06_key_inside_the_header_is_never_used()
    {
        var jwk = $$"""{"alg":"ES256","kid":"KID","jwk":{{{Forge.Members(Attacker)}},"kid":"KID"} }""";
        var request = new CertificateRequest("CN=one", Attacker, HashAlgorithmName.SHA256);
        var start = DateTimeOffset.UnixEpoch;
        using var certificate = request.CreateSelfSigned(start, start.AddYears(200));
        var x5c = $$"""{"alg":"ES256","kid":"KID","x5c":["{{Convert.ToBase64String(certificate.RawData)}}"]}""";
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256","kid":"one"}""", Forge.Es256), Forge.Keys(Ours)));

        Assert.All(
            from header in (string[])[jwk, x5c]
            from kid in (string[])["one", "attacker"]
            select header.Replace("KID", kid, StringComparison.Ordinal),
            header =>
            {
                Outcome.IsRefused(Forge.Read(Forge.Token(header, ByAttacker), Forge.Keys(Ours)));
                Outcome.IsRefused(Forge.Read(Forge.Token(header, ByAttacker), Forge.Keys()), "no key fits");
            });
    }

    private static byte[] ByAttacker(byte[] data) => Attacker.SignData(data, HashAlgorithmName.SHA256);
}
