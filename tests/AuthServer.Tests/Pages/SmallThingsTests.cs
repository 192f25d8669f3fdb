using AuthServer.Ui.Interaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace AuthServer.Tests.Pages;

public sealed class SmallThingsTests
{
    [Theory]
    [InlineData("Ada Example", "AE")]
    [InlineData("Ada", "A")]
    [InlineData("ada.example@example.org", "A")]
    [InlineData("ß straße", "ßS")]
    [InlineData("Jean-Luc de la Cruz", "JC")]
    [InlineData("👩‍👩‍👧 Family", "👩‍👩‍👧F")]
    [InlineData("", "?")]
    public void Initials_are_whole_characters(string name, string expected) =>
        Assert.Equal(expected, Initials.Of(name), ignoreCase: true);

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Mac")]
    [InlineData("something else", null)]
    [InlineData(null, null)]
    public void Devices_are_named_in_a_few_words(string? userAgent, string? expected) =>
        Assert.Equal(expected, DeviceName.From(userAgent));

    [Theory]
    [InlineData("https://app.example/cb?x=1", "https://app.example")]
    [InlineData("https://app.example:8443/cb", "https://app.example:8443")]
    [InlineData("https://bücher.example/cb", "https://xn--bcher-kva.example")]
    [InlineData("http://127.0.0.1:53211/cb", "http://127.0.0.1:53211")]
    [InlineData("http://[::1]:9/cb", "http:")]
    [InlineData("com.example.app:/cb", "com.example.app:")]
    [InlineData("https://user@app.example/cb", "https://app.example")]
    [InlineData("/cb", null)]
    public void Policy_names_no_more_than_the_address_needs(string uri, string? source) =>
        Assert.Equal(source, PageSources.SourceOf(uri) is "file:" ? null : PageSources.SourceOf(uri));

    [Theory]
    [InlineData("https://photos.example/cb", "photos.example")]
    [InlineData("https://photos.example@evil.example/cb", "evil.example")]
    [InlineData("http://127.0.0.1:9/cb", null)]
    [InlineData("com.example.app:/cb", null)]
    public void Host_of_an_app_is_where_the_answer_goes(string redirectUri, string? host) =>
        Assert.Equal(host, AppHost.Of(redirectUri));

    [Theory]
    [InlineData("https://app.example/", "https://app.example/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("JaVaScRiPt:alert(1)", null)]
    [InlineData(" javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("//evil.example", null)]
    [InlineData(null, null)]
    public void Pages_link_to_the_web_and_to_nothing_else(string? uri, string? link) => Assert.Equal(link, AppHost.Link(uri));

    [Fact]
    public void Answer_in_a_form_is_encoded_for_where_it_stands()
    {
        var page = new FormPostPage(
            "https://app.example/cb?a=1&b=\"", [new("state", "\"><script>alert(1)</script>"), new("x", "</textarea>'")]).Render("/base", new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider()
                .GetRequiredService<IStringLocalizer<Texts>>());

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("action=\"https://app.example/cb?a=1&amp;b=&quot;\"", page, StringComparison.Ordinal);
        Assert.Contains("src=\"/base/form-post.js\"", page, StringComparison.Ordinal);
    }
}
