using AuthServer.Core.Clients;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

/// <summary>As browsers write them.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("https://app.example/cb?x=1#f", "https://app.example")]
    [InlineData("https://APP.Example:443/", "https://app.example")]
    [InlineData("HTTP://localhost:80/cb", "http://localhost")]
    [InlineData("https://app.example:8443/cb", "https://app.example:8443")]
    [InlineData("http://app.example:443/cb", "http://app.example:443")]
    [InlineData("http://127.0.0.1:9999/cb", "http://127.0.0.1:9999")]
    [InlineData("http://[::1]:9999/cb", "http://[::1]:9999")]
    [InlineData("https://bücher.example/cb", "https://xn--bcher-kva.example")]
    [InlineData("com.example.app:/cb", null)]
    [InlineData("urn:ietf:wg:oauth:2.0:oob", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void Address_has_the_origin_that_browsers_send(string address, string? origin) =>
        Assert.Equal(origin, Origin.Of(address));

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("https://App.Example:443/", "https://app.example")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://app.example/path", null)]
    [InlineData("https://app.example?", null)]
    [InlineData("https://me@app.example", null)]
    [InlineData("https://*.example", null)]
    [InlineData("app.example", null)]
    [InlineData("app.example:443", null)]
    [InlineData("*", null)]
    [InlineData("null", null)]
    [InlineData("file:///", null)]
    public void Origin_is_read_as_people_write_it(string text, string? origin) => Assert.Equal(origin, Origin.TryParse(text));
}
