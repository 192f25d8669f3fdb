using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Tests.Jose.Attacks;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Encryption;

/// <summary>Which of a client's keys is encrypted to, and what the token then says.</summary>
public sealed class EncryptionKeyTests
{
    private static readonly string Rsa = Forge.Members(Forge.Rsa);
    private static readonly string Ec = Forge.Members(Forge.P256);

    [Theory]
    [InlineData("RSA-OAEP-256", "rsa-enc")] // says what it is for
    [InlineData("ECDH-ES", "ec-any")] // says nothing: better than none
    [Spec("OIDC Core", "10.2")]
    public void Key_that_is_for_encryption_comes_before_one_that_does_not_say(string algorithm, string expected)
    {
        var keys = Forge.Keys(
            $"{Rsa},\"kid\":\"rsa-sig\",\"use\":\"sig\"", $"{Rsa},\"kid\":\"rsa-any\"", $"{Rsa},\"kid\":\"rsa-enc\",\"use\":\"enc\"",
            $"{Ec},\"kid\":\"ec-sig\",\"use\":\"sig\"", $"{Ec},\"kid\":\"ec-any\"");
        Assert.Equal(expected, keys.FindForEncryption(algorithm, "A128GCM")?.Id);
    }

    [Theory]
    [InlineData("\"use\":\"sig\"")]
    [InlineData("\"alg\":\"RS256\"")]
    [InlineData("\"alg\":\"RSA-OAEP-256\"")]
    [InlineData("\"key_ops\":[\"verify\"]")]
    public void Key_for_something_else_is_left_alone(string member) =>
        Assert.Null(Forge.Keys($"{Rsa},{member}").FindForEncryption("RSA-OAEP", "A128GCM"));

    [Theory]
    [InlineData("RSA1_5", "A128GCM")]
    [InlineData("PBES2-HS256+A128KW", "A128GCM")]
    [InlineData("rsa-oaep", "A128GCM")]
    [InlineData("RSA-OAEP", "A192GCM")]
    [InlineData("RSA-OAEP", "none")]
    [InlineData("ECDH-ES", "A128GCM")]
    public void What_is_not_built_or_does_not_fit_has_no_key(string algorithm, string content) =>
        Assert.Null(Forge.Keys(Rsa).FindForEncryption(algorithm, content));

    [Fact]
    [Spec("RFC 7518", "4.4")]
    public void Secret_must_be_as_long_as_the_algorithm_says()
    {
        var keys = Forge.Keys(Forge.Members(RandomNumberGenerator.GetBytes(32)));
        Assert.NotNull(keys.FindForEncryption("A256KW", "A128GCM"));
        Assert.NotNull(keys.FindForEncryption("dir", "A256GCM"));
        Assert.Null(keys.FindForEncryption("A128KW", "A128GCM"));
        Assert.Null(keys.FindForEncryption("dir", "A128GCM"));
    }

    [Fact]
    public void Key_that_does_not_fit_is_a_fault_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => JweWriter.Write(Forge.Keys(Ec).Keys[0], "RSA-OAEP", "A128GCM", null, "x"u8));

    [Fact]
    [Spec("RFC 7516", "4.1")]
    public void Header_names_algorithms_key_and_what_is_inside_and_no_two_tokens_are_alike()
    {
        var key = Forge.Keys($"{Ec},\"kid\":\"k-1\"").Keys[0];
        var (one, two) = (Write(key), Write(key));
        Assert.Equal(5, one.Split('.').Length);
        Assert.Empty(one.Split('.')[1]); // agreed upon, not sent
        Assert.NotEqual(one.Split('.')[0], two.Split('.')[0]); // another epk
        var header = Forge.Json(Encoding.UTF8.GetString(StrictBase64Url.TryDecode(one.Split('.')[0])!));
        Assert.Equal(
            ("ECDH-ES", "A256GCM", "k-1", "JWT", "P-256"),
            (Text("alg"), Text("enc"), Text("kid"), Text("cty"), header.GetProperty("epk").GetProperty("crv").GetString()));
        Assert.False(header.GetProperty("epk").TryGetProperty("d", out _));

        string? Text(string name) => header.GetProperty(name).GetString();
        static string Write(Jwk to) => JweWriter.Write(to, "ECDH-ES", "A256GCM", "JWT", "x"u8);
    }
}
