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
    [InlineData("RDR-11", "*")]
    [InlineData("RDR-11", "https://*.example.com/cb")]
    [InlineData("RDR-11", "https://client.example/*")]
    [InlineData("RDR-12", "javascript:alert(1)")]
    [InlineData("RDR-12", "JaVaScRiPt:alert(1)")]
    [InlineData("RDR-12", " javascript:alert(1)")]
    [InlineData("RDR-12", "java\tscript:alert(1)")]
    [InlineData("RDR-12", "\njavascript:alert(1)")]
    [InlineData("RDR-12", "data:text/html,x")]
    [InlineData("RDR-12", "vbscript:x")]
    [InlineData("RDR-12", "file:///etc/passwd")]
    [InlineData("RDR-12", "about:blank")]
    [InlineData("RDR-12", "blob:https://client.example/1")]
    [InlineData("RDR-13", "http://client.example/cb")]
    [InlineData("RDR-13", "http://localhost.evil.example/cb")]
    [InlineData("RDR-13", "http://127.0.0.2/cb")]
    [InlineData("RDR-13", "http://2130706433/cb")]
    [InlineData("RDR-13", "http://127.1/cb")]
    [InlineData("RDR-05", "https://client.example@evil.example/cb")]
    [InlineData("RDR-05", "https://client.example%40evil.example/cb")]
    [InlineData("RDR-06", "https://client.example\\@evil.example/cb")]
    [InlineData("RDR-06", "https:/client.example/cb")]
    [InlineData("RDR-06", "https:client.example/cb")]
    [InlineData("RDR-06", "///client.example/cb")]
    [InlineData("RDR-04", "https://client.example./cb")]
    [InlineData("RDR-17", "https://client。example/cb")]
    [InlineData("RDR-18", "https://client.example/cb\r\nx")]
    [InlineData("RDR-23", "https://client.example/cb?code=1")]
    [InlineData("RDR-23", "https://client.example/cb?x=1&STATE=2")]
    [InlineData("RDR-23", "https://client.example/cb?is%73=2")]
    [InlineData("RDR-23", "https://client.example/cb?error")]
    [InlineData("RDR-32", "myapp:/cb")]
    [InlineData("RDR-03", "https://client.example/cb#fragment")]
    [InlineData("RDR-03", "https://client.example/cb#")]
    [InlineData("RDR-03", "com.example.app:/cb#x")]
    [InlineData("RDR-01", "")]
    [InlineData("RDR-01", "/cb")]
    [InlineData("RDR-01", "client.example/cb")]
    [InlineData("RDR-01", "https://")]
    [InlineData("RDR-01", "https:///cb")]
    public void Address_may_not_be_registered(string id, string uri) =>
        Assert.True(RedirectUriRegistrationRule.Judge(uri) is not null, id);

    [Fact]
    public void RDR_22_address_of_8_KB_may_not_be_registered() =>
        Assert.NotNull(RedirectUriRegistrationRule.Judge("https://client.example/" + new string('a', 8192)));
}
