using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Rfc;

public sealed class RfcExamplesTests
{
    private static readonly string[] Algorithms = [.. JwsAlgorithms.ClientAssertions, "HS256", "HS384", "HS512"];

    public static TheoryData<string> Tokens => [.. RfcExample.Names("tokens")];

    public static TheoryData<string> Sets => [.. RfcExample.Names("sets")];

    public static TheoryData<string> Thumbprints => [.. RfcExample.Names("thumbprints")];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Token_of_an_RFC_is_read_as_the_RFC_says(string name)
    {
        var example = RfcExample.Get("tokens", name);
        var set = $$"""{"keys":{{example.GetProperty("keys").GetRawText()}}}""";
        var keys = JwkSet.TryParse(Encoding.UTF8.GetBytes(set), JwkSecrets.Allowed, out var reason);
        Assert.Null(reason);

        var reading = JwsReader.Read(Text(example, "token")!, keys!, Algorithms, type: null);

        if (!example.GetProperty("verified").GetBoolean())
        {
            Assert.IsType<JwsReading.Refused>(reading);
            return;
        }

        var verified = Assert.IsType<JwsReading.Verified>(reading);
        Assert.Equal(Text(example, "algorithm"), verified.Algorithm);
        Assert.Equal(Text(example, "payload"), Base64Url.EncodeToString(verified.Payload));
        Assert.Equal(Text(example, "type"), verified.Type);
        Assert.Equal(keys!.Keys.Single().Id, verified.KeyId);
    }

    [Fact]
    public void Claims_of_RFC_7519_3_1_are_read()
    {
        var payload = Base64Url.DecodeFromChars(Text(RfcExample.Get("tokens", "RFC 7519 3.1"), "payload"));

        var claims = JwtClaims.TryRead(payload, out var reason);

        Assert.Null(reason);
        Assert.Equal("joe", claims!.Find("iss"));
        Assert.Equal(1300819380, claims.ExpiresAt!.Value.ToUnixTimeSeconds());
        Assert.True(claims.Json.GetProperty("http://example.com/is_root").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Key_set_of_an_RFC_is_taken_as_public_when_it_holds_no_secret(string name)
    {
        var example = RfcExample.Get("sets", name);
        var json = example.GetProperty("set");
        var isPublic = example.GetProperty("public").GetBoolean();

        Assert.Equal(isPublic, JwkSet.TryParse(json, out _) is not null);

        var keys = JwkSet.TryParse(json, JwkSecrets.Allowed, out var reason);
        Assert.Null(reason);
        var members = json.GetProperty("keys").EnumerateArray();
        Assert.All(keys!.Keys.Zip(members), pair => AssertSays(pair.First, pair.Second, isPublic));
        Assert.Equal(json.GetProperty("keys").GetArrayLength(), keys.Keys.Count);
    }

    [Theory]
    [MemberData(nameof(Thumbprints))]
    public void Thumbprint_of_an_RFC_is_computed(string name)
    {
        var example = RfcExample.Get("thumbprints", name);

        var key = Jwk.TryParse(example.GetProperty("key"), out _);

        Assert.Equal(Text(example, "thumbprint"), JwkThumbprint.Compute(key!));
    }

    [Fact]
    public void Bytes_of_RFC_7515_C_have_one_spelling()
    {
        Assert.Equal<byte>([3, 236, 255, 224, 193], StrictBase64Url.TryDecode("A-z_4ME")!);
        Assert.Null(StrictBase64Url.TryDecode("A-z_4MF")); // the same five bytes, with unused bits set
    }

    private static void AssertSays(Jwk key, JsonElement member, bool isPublic)
    {
        Assert.Equal(Text(member, "kty"), key.Kty);
        Assert.Equal(Text(member, "kid"), key.Id);
        Assert.Equal(Text(member, "use"), key.Use);
        Assert.Equal(Text(member, "alg"), key.Algorithm);
        Assert.Equal(!isPublic, key.HasPrivate);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
