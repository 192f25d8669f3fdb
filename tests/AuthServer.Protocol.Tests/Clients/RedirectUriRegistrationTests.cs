using AuthServer.Protocol.Clients;
using Xunit;

namespace AuthServer.Protocol.Tests.Clients;

public sealed class RedirectUriRegistrationTests
{
    [Theory]
    [InlineData("https://client.example/cb")]
    [InlineData("https://client.example:8443/cb?tenant=1&x=code")]
    [InlineData("https://client.example")]
    [InlineData("http://localhost:9999/cb")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("http://[::1]:5000/cb")]
    [InlineData("com.example.app:/cb")]
    [InlineData("com.example.app://cb")]
    public void Address_may_be_registered(string uri) => Assert.Null(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com/cb")]
    [InlineData("https://client.example/*")]
    public void RDR_11_wildcard_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("\njavascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("about:blank")]
    [InlineData("blob:https://client.example/1")]
    public void RDR_12_scheme_that_a_browser_runs_itself_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("http://client.example/cb")]
    [InlineData("http://localhost.evil.example/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://127.1/cb")]
    public void RDR_13_plain_http_elsewhere_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("https://client.example@evil.example/cb")]
    [InlineData("https://client.example%40evil.example/cb")]
    [InlineData("https://client.example\\@evil.example/cb")]
    [InlineData("https:/client.example/cb")]
    [InlineData("https:client.example/cb")]
    [InlineData("///client.example/cb")]
    [InlineData("https://client.example./cb")]
    [InlineData("https://client。example/cb")]
    [InlineData("https://client.example/cb\r\nx")]
    [InlineData("https://client.example/cb#fragment")]
    [InlineData("https://client.example/cb#")]
    [InlineData("com.example.app:/cb#x")]
    [InlineData("")]
    [InlineData("/cb")]
    [InlineData("client.example/cb")]
    [InlineData("https://")]
    [InlineData("https:///cb")]
    public void Address_that_can_be_read_in_two_ways_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("https://client.example/cb?code=1")]
    [InlineData("https://client.example/cb?x=1&STATE=2")]
    [InlineData("https://client.example/cb?is%73=2")]
    [InlineData("https://client.example/cb?error")]
    public void RDR_23_parameter_of_the_response_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData("myapp:/cb")]
    public void RDR_32_private_scheme_without_a_dot_cannot_be_registered(string uri) =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    public void RDR_22_long_address_is_neither_registered_nor_matched(int kilobytes)
    {
        var uri = "http://127.0.0.1:1/" + new string('a', kilobytes * 1024);
        var client = new Client { Id = "c", Name = "c", RedirectUris = ["http://127.0.0.1/cb"], IsNative = true };
        Assert.NotNull(RedirectUriRegistrationRule.Judge(uri));
        Assert.False(RedirectUriRule.Allows(client, uri));
    }
}
