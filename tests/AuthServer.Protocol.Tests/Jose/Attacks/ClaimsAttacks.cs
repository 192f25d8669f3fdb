using System.Text;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class ClaimsAttacks
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("\"1800000100\"")]
    [InlineData("1800000100.0")]
    [InlineData("1800000100.5")]
    [InlineData("1.8e9")]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("-0.1")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1800000100]")]
    [InlineData("{}")]
    public void JOS_25_time_that_is_not_a_whole_second_in_range_is_refused(string value)
    {
        Assert.NotNull(Read("""{"exp":1800000100,"nbf":0,"iat":253402300799}"""));

        foreach (var name in (string[])["exp", "nbf", "iat"])
            Assert.Null(Read($$"""{"{{name}}":{{value}}}"""));
        Assert.False(Read($$"""{"auth_time":{{value}}}""")!.TryFindTime("auth_time", out _));
    }

    [Theory]
    [InlineData("""{"exp":1800000001}""", null)]
    [InlineData("""{"exp":1799999991}""", null)]
    [InlineData("""{"exp":1799999990}""", "exp")]
    [InlineData("""{"exp":0}""", "exp")]
    [InlineData("""{}""", "exp")]
    [InlineData("""{"iat":1800000000,"nbf":1800000000}""", "exp")]
    [InlineData("""{"exp":1800000100,"nbf":1800000010}""", null)]
    [InlineData("""{"exp":1800000100,"nbf":1800000011}""", "nbf")]
    [InlineData("""{"exp":1800000100,"iat":1800000010}""", null)]
    [InlineData("""{"exp":1800000100,"iat":1800000011}""", "iat")]
    [InlineData("""{"exp":253402300799,"nbf":0,"iat":0}""", null)]
    public void JOS_25_claims_are_in_force_from_nbf_and_iat_until_exp(string json, string? wrong)
    {
        var refusal = Read(json)!.RefuseAt(Now, Skew);

        Assert.Equal(wrong, refusal?[..3]);
    }

    [Theory]
    [InlineData("""{"sub":"ada","sub":"eve"}""")]
    [InlineData("""{"sub":"ada","s\u0075b":"eve"}""")]
    [InlineData("""{"sub":"ada","act":{"sub":"a","sub":"b"}}""")]
    [InlineData("""{"sub":"ada","x":[[{"y":1,"y":1}]]}""")]
    public void JOS_08_claim_that_is_there_twice_is_refused(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("Sub")]
    [InlineData("SUB")]
    [InlineData("sub ")]
    [InlineData("\u017fub")]
    public void JOS_08_claim_of_another_spelling_is_another_claim(string name)
    {
        var claims = Read($$"""{"{{name}}":"eve"}""")!;

        Assert.Null(claims.Find("sub"));
        Assert.Equal("eve", claims.Find(name));
        Assert.Equal("ada", Read($$"""{"sub":"ada","{{name}}":"eve"}""")!.Find("sub"));
    }

    [Theory]
    [InlineData("""{"iss":1}""")]
    [InlineData("""{"sub":["ada"]}""")]
    [InlineData("""{"sub":null}""")]
    [InlineData("""{"jti":{}}""")]
    [InlineData("""{"aud":1}""")]
    [InlineData("""{"aud":null}""")]
    [InlineData("""{"aud":[1]}""")]
    [InlineData("""{"aud":["a",null]}""")]
    [InlineData("""{"aud":[["a"]]}""")]
    [InlineData("""{"aud":{"a":"b"}}""")]
    [InlineData("""{"x":"\ud800"}""")]
    [InlineData("""[]""")]
    [InlineData("\"a\"")]
    [InlineData("")]
    [InlineData("{}{}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1}//""")]
    [InlineData("\ufeff{}")]
    public void JOS_25_registered_claim_of_another_type_and_other_json_is_refused(string json)
    {
        Assert.Null(JwtClaims.TryRead(Encoding.UTF8.GetBytes(json), out var reason));
        Assert.NotNull(reason);
    }

    [Fact]
    public void Claims_are_read_as_they_stand()
    {
        var claims = Read("""{"iss":"i","aud":["a","b"],"exp":5,"n":{"m":1},"t":"é"}""")!;

        Assert.Equal(["a", "b"], claims.Audience!);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(5), claims.ExpiresAt);
        Assert.Equal("é", claims.Find("t"));
        Assert.Null(claims.Find("n"));
        Assert.Equal(1, claims.Json.GetProperty("n").GetProperty("m").GetInt32());
        Assert.Equal(["a"], Read("""{"aud":"a"}""")!.Audience!);
        Assert.Empty(Read("""{"aud":[]}""")!.Audience!);
        Assert.Null(Read("{}")!.Audience);
    }

    private static JwtClaims? Read(string json) => JwtClaims.TryRead(Encoding.UTF8.GetBytes(json), out _);
}
