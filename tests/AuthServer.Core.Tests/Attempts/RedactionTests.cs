using System.Buffers.Text;
using System.Text;
using AuthServer.Core.Recorder;
using Xunit;

namespace AuthServer.Core.Tests.Attempts;

/// <summary>What stays of what was sent.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("grant_type", "authorization_code", "authorization_code")]
    [InlineData("scope", "openid\r\nx", "openid��x")]
    [InlineData("code", "abc", null)]
    [InlineData("redirect_uri", "https://a.example", "https://a.example")]
    [InlineData("redirect_uri", "https://A.example:443/cb/?x=secret&y&z=", "https://A.example:443/cb/?x=…&…=…&z=…")]
    [InlineData("redirect_uri", "https://a.example/cb#secret", "https://a.example/cb#…")]
    [InlineData("redirect_uri", "https://u:p@a.example/cb", null)]
    [InlineData("redirect_uri", "com.example.app:/cb", "com.example.app:/cb")]
    [InlineData("redirect_uri", "/cb", null)]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:secret", "urn:ietf:params:oauth:request_uri:…")]
    [InlineData("client_id", "web", "web")]
    [InlineData("client_id", "a-secret-of-tests-0123456789-abcdefghij", "a-secret-of-…")]
    [InlineData("client_id", "https://app.example/client-metadata/of/this/app.json", "https://app.example/client-metadata/of/this/app.json")]
    public void Value_is_kept_where_it_is_harmless(string name, string value, string? kept)
    {
        var part = Redaction.Of(name, value);
        Assert.Equal((name, kept, value.Length), (part.Name, part.Value, part.Length));
        Assert.Null(part.Jwt);
    }

    [Theory]
    [InlineData("redirect_url", "redirect_url")]
    [InlineData("c4n4ry", "(no name)")]
    [InlineData("{\"client_secret\":\"abc", "(no name)")]
    public void Name_is_kept_where_it_can_be_one(string name, string kept) => Assert.Equal(kept, Redaction.Of(name, "x").Name);

    [Fact]
    public void Of_a_jwt_the_outside_is_kept()
    {
        string[] parts = ["""{"alg":"ES256","kid":"k-1","x5u":"https://secret"}""", """{"iss":"secret","sub":"secret"}""", "sig"];
        var jwt = string.Join('.', parts.Select(p => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(p))));
        var part = Redaction.Of("client_assertion", jwt);
        Assert.Null(part.Value);
        Assert.NotNull(part.Jwt);
        Assert.Equal(["alg=ES256", "kid=k-1"], part.Jwt.Header.Select(m => $"{m.Key}={m.Value}"));
        Assert.Equal(["iss", "sub"], part.Jwt.Claims);
        Assert.Equal("Bearer", Redaction.OfAuthorization("bearer " + jwt, null).Value);
        Assert.NotNull(Redaction.OfAuthorization("bearer " + jwt, null).Jwt);
    }

    [Fact]
    public void Of_a_header_of_a_scheme_that_we_do_not_know_only_the_length_is()
    {
        Assert.Equal(new ReceivedPart("authorization:", null, 10), Redaction.OfAuthorization("secret abc", null));
        Assert.Equal("Basic of web", Redaction.OfAuthorization("Basic abc", "web").Value);
    }

    [Fact]
    public void Long_values_are_cut() => Assert.Equal(501, Redaction.Of("scope", new string('x', 9000)).Value!.Length); // harmless: kept
}
