using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Issuing;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>The <c>claims</c> parameter: what is taken from it, and what is none.</summary>
public sealed class ClaimsParameterTests
{
    private static readonly string[] Known = ["name", "email", "phone_number"];

    [Theory]
    [InlineData("{}", "", "")]
    [InlineData("""{"userinfo":{"name":null}}""", "name", "")]
    [InlineData("""{"userinfo":{"name":{"essential":true},"email":{}},"id_token":{"email":{"value":"x"}}}""", "name email", "email")]
    [InlineData("""{"id_token":{"phone_number":{"values":["1",2],"made_up":{"deep":[1]}}},"other":7}""", "", "phone_number")]
    [InlineData("""{"userinfo":{"unknown":null,"sub":null,"iss":null,"ctx":null},"id_token":{"auth_time":{"essential":true}}}""", "", "")]
    [Spec("OIDC Core", "5.5")]
    public void Known_claims_are_taken_and_the_rest_is_ignored(string text, string userInfo, string idToken)
    {
        Assert.True(ClaimsParameter.Read(text, Known).Succeeded(out var read, out _));
        Assert.Equal(userInfo, string.Join(' ', read.Claims.UserInfo));
        Assert.Equal(idToken, string.Join(' ', read.Claims.IdToken));
        Assert.Equal(read.Claims.ToString(), AskedClaims.Parse(read.Claims.ToString()).ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} ,")]
    [InlineData("""{"userinfo":null}""")]
    [InlineData("""{"userinfo":["name"]}""")]
    [InlineData("""{"userinfo":{"name":true}}""")]
    [InlineData("""{"userinfo":{"name":"essential"}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":"true"}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":"1fa"}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":[]}}}""")]
    [InlineData("""{"id_token":{"acr":null,"acr":null}}""")]
    [InlineData("""{"id_token":{"x":{"y":[[[[[[[1]]]]]]]}}}""")]
    [Spec("OIDC Core", "5.5")]
    public void AUR_19_what_is_no_claims_request_is_refused(string text)
    {
        Assert.False(ClaimsParameter.Read(text, Known).Succeeded(out _, out var error));
        Assert.Equal("invalid_request", error.Code.Value);
    }

    [Fact]
    public void AUR_19_long_or_deep_is_refused()
    {
        Assert.False(ClaimsParameter.Read($$"""{"x":"{{new string('a', 8192)}}"}""", Known).Succeeded(out _, out _));
        var deep = string.Concat(Enumerable.Repeat("""{"x":""", 200)) + "1" + new string('}', 200);
        Assert.False(ClaimsParameter.Read(deep, Known).Succeeded(out _, out _));
        var many = Enumerable.Range(0, 200).Select(i => $"claim_{i}").ToArray();
        var all = "{\"userinfo\":{" + string.Join(',', many.Select(m => $"\"{m}\":null")) + "}}";
        Assert.False(ClaimsParameter.Read(all, many).Succeeded(out _, out _));
        Assert.True(ClaimsParameter.Read(all, many.Take(50)).Succeeded(out _, out _)); // what is ignored costs nothing
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":null}}""", "", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""", "", false)]
    [InlineData("""{"id_token":{"acr":{"value":"1fa"}}}""", "1fa", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["2fa","1fa"]}}}""", "2fa 1fa", true)]
    [Spec("OIDC Core", "5.5.1.1")]
    public void Acr_is_essential_where_it_says_so_and_names_values(string text, string values, bool essential)
    {
        Assert.True(ClaimsParameter.Read(text, Known).Succeeded(out var read, out _));
        Assert.Equal(values, string.Join(' ', read.Acr?.Values ?? ["none"]));
        Assert.Equal(essential, read.Acr?.IsEssential);
    }

    [Theory]
    [InlineData("""{"id_token":{"sub":{"value":"ada"}}}""", "ada")]
    [InlineData("""{"userinfo":{"sub":{"value":"ada"}}}""", "ada")]
    [InlineData("""{"id_token":{"sub":{"essential":true}}}""", null)]
    [Spec("OIDC Core", "3.1.2.2")]
    public void Sub_with_a_value_names_one_person(string text, string? subject)
    {
        Assert.True(ClaimsParameter.Read(text, Known).Succeeded(out var read, out _));
        Assert.Equal(subject, read.Subject);
    }
}
