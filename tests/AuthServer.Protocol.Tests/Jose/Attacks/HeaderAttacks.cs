using System.Buffers.Text;
using System.Text;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class HeaderAttacks
{
    private static readonly JwkSet Keys = Forge.Keys(Forge.Members(Forge.P256));

    [Theory]
    [InlineData("""{"alg":"ES256","crit":["exp"],"exp":1}""")]
    [InlineData("""{"alg":"ES256","crit":["https://example.com/unknown"]}""")]
    [InlineData("""{"alg":"ES256","crit":[]}""")]
    [InlineData("""{"alg":"ES256","crit":["alg"]}""")]
    [InlineData("""{"alg":"ES256","crit":null}""")]
    [InlineData("""{"alg":"ES256","crit":"b64"}""")]
    [InlineData("""{"alg":"ES256","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"ES256","b64":false}""")]
    [InlineData("""{"alg":"ES256","b64":"false"}""")]
    public void JOS_07_extension_that_must_be_understood_is_refused(string header)
    {
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256","unknown":1}""", Forge.Es256), Keys));

        Outcome.IsRefused(Forge.Read(Forge.Token(header, Forge.Es256), Keys), "crit or b64");
    }

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""")]
    [InlineData("""{"alg":"none","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","\u0061lg":"none"}""")]
    [InlineData("""{"alg":"ES256","kid":"a","kid":"b"}""")]
    [InlineData("""{"alg":"ES256","x":{"y":1,"y":2}}""")]
    [InlineData("""{"alg":"ES256","x":[{"y":1,"y":2}]}""")]
    public void JOS_08_header_with_a_name_twice_is_refused(string header)
    {
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256","ALG":"none","Alg":"none"}""", Forge.Es256), Keys));

        Outcome.IsRefused(Forge.Read(Forge.Token(header, Forge.Es256), Keys), "header");
    }

    [Theory]
    [InlineData("""{"alg":"ES256"}{}""")]
    [InlineData("""{"alg":"ES256",}""")]
    [InlineData("""{"alg":"ES256"}//""")]
    [InlineData("""/**/{"alg":"ES256"}""")]
    [InlineData("""{'alg':'ES256'}""")]
    [InlineData("""["alg","ES256"]""")]
    [InlineData("\"ES256\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"alg":"ES256","a":[[[[[[[[[[]]]]]]]]]]}""")]
    [InlineData("""{"alg":"ES256","a":NaN}""")]
    public void JOS_30_header_that_is_not_one_strict_object_is_refused(string header)
    {
        Outcome.IsVerified(Forge.Read(Forge.Token("""{ "alg" : "ES256" }""", Forge.Es256), Keys));

        Outcome.IsRefused(Forge.Read(Forge.Token(header, Forge.Es256), Keys), "header");
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-16 little end first", Encoding.Unicode.GetBytes("""{"alg":"ES256"}""") },
        { "UTF-16 big end first", Encoding.BigEndianUnicode.GetBytes("""{"alg":"ES256"}""") },
        { "UTF-16 with BOM", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("""{"alg":"ES256"}""")] },
        { "UTF-32", Encoding.UTF32.GetBytes("""{"alg":"ES256"}""") },
        { "UTF-8 with BOM", [0xEF, 0xBB, 0xBF, .. """{"alg":"ES256"}"""u8] },
        { "overlong letter", Valued(0xC1, 0xA1) },
        { "overlong quotation mark", Valued(0xC0, 0xA2) },
        { "overlong NUL", Valued(0xC0, 0x80) },
        { "surrogate in three bytes", Valued(0xED, 0xA0, 0x80) },
        { "half an escaped pair", [.. """{"alg":"ES256","x":"\ud800"}"""u8] },
        { "the other half", [.. """{"alg":"ES256","x":"\udc00\ud800"}"""u8] },
        { "half an escaped pair in a name", [.. """{"alg":"ES256","\ud800":1}"""u8] },
        { "half an escaped pair in kid", [.. """{"alg":"ES256","kid":"\ud800"}"""u8] },
        { "cut letter", Valued(0xE2, 0x82) },
        { "byte that never occurs", Valued(0xFF) },
        { "Latin-1", Encoding.Latin1.GetBytes("""{"alg":"ES256","x":"é"}""") },
        { "NUL after the object", [.. """{"alg":"ES256"}"""u8, 0] },
        { "raw control letter", Valued(0x01) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void JOS_30_header_in_another_encoding_is_refused(string kind, byte[] header)
    {
        Outcome.IsVerified(Forge.Read(Forge.Token("""{"alg":"ES256","x":"é\ud83d\ude00"}""", Forge.Es256), Keys));

        var token = Forge.Sealed($"{Base64Url.EncodeToString(header)}.{Forge.Text(Forge.Claims)}", Forge.Es256);

        Assert.NotEmpty(kind);
        Outcome.IsRefused(Forge.Read(token, Keys), "header");
    }

    [Theory]
    [InlineData("\"at+jwt\"", true)]
    [InlineData("\"AT+JWT\"", true)]
    [InlineData("\"application/at+jwt\"", true)]
    [InlineData("\"Application/AT+jwt\"", true)]
    [InlineData("\"JWT\"", false)]
    [InlineData("\"jwt\"", false)]
    [InlineData("\"at-jwt\"", false)]
    [InlineData("\"at+jwt \"", false)]
    [InlineData("\"at+jwt;a=b\"", false)]
    [InlineData("\"text/at+jwt\"", false)]
    [InlineData("\"/at+jwt\"", false)]
    [InlineData("\"application/application/at+jwt\"", false)]
    [InlineData("\"at+jwt\\u0000\"", false)]
    [InlineData("\"at\u212Ajwt\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    [InlineData("[\"at+jwt\"]", false)]
    [InlineData(null, false)]
    public void JOS_29_typ_is_compared_as_a_media_type(string? typ, bool right)
    {
        var header = typ is null ? """{"alg":"ES256"}""" : $$"""{"alg":"ES256","typ":{{typ}}}""";
        var token = Forge.Token(header, Forge.Es256);

        foreach (var wanted in (string[])["at+jwt", "application/at+jwt"])
        {
            if (right)
                Outcome.IsVerified(Forge.Read(token, Keys, wanted));
            else
                Outcome.IsRefused(Forge.Read(token, Keys, wanted), "typ");
        }
    }

    private static byte[] Valued(params byte[] value) => [.. "{\"alg\":\"ES256\",\"x\":\""u8, .. value, .. "\"}"u8];
}
