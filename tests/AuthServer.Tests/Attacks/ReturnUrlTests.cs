using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section RDR: where the sign-in page leads, and how.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class ReturnUrlTests(AuthorizeServer server)
{
    private const string Default = "/account";

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData(@"/\evil.example")]
    [InlineData(@"/\/evil.example")]
    [InlineData(@"\/\/evil.example")]
    [InlineData(@"\\evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/ \t/evil.example")]
    [InlineData("/ /evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/\r\n/evil.example")]
    [InlineData("/\0/evil.example")]
    [InlineData("/\v/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("HTTPS://evil.example")]
    [InlineData("/%5cevil.example")]
    [InlineData("/%2fevil.example")]
    [InlineData("~//evil.example")]
    [InlineData(@"~/\evil.example")]
    [InlineData("/account/../..//evil.example")]
    [InlineData("/account@evil.example")]
    [InlineData("/account\r\nLocation: https://evil.example")]
    [InlineData("//account")]
    [InlineData("ftp://evil.example")]
    [InlineData("evil.example")]
    [InlineData("?returnUrl=//evil.example")]
    [InlineData("#//evil.example")]
    public Task RDR_27_return_address_elsewhere(string returnUrl) => LeadsHomeAsync(returnUrl);

    [Theory]
    [InlineData("/account/logout?post_logout_redirect_uri=https://evil.example")]
    [InlineData("/account/logout")]
    [InlineData("/account/link?provider=corp&returnUrl=//evil.example")]
    [InlineData("/connect/endsession?post_logout_redirect_uri=https://evil.example")]
    [InlineData("/connect/authorize?client_id=trusted&redirect_uri=https://evil.example")]
    [InlineData("/connect/authorize/resume?request=x")]
    [InlineData("/account/login?returnUrl=//evil.example")]
    [InlineData("/account?next=//evil.example")]
    [InlineData("/ACCOUNT")]
    public Task RDR_28_return_address_that_leads_on(string returnUrl) => LeadsHomeAsync(returnUrl);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("'onmouseover='alert(1)")]
    public Task RDR_29_return_address_that_would_run(string returnUrl) => LeadsHomeAsync(returnUrl);

    [Fact]
    [Spec("RFC 9700", "4.12")]
    public async Task RDR_30_no_redirect_carries_a_form_on()
    {
        using var ada = await Person.NewAsync(server);
        var browser = ada.Browser;
        var login = await browser.FollowAsync(await browser.GetAsync(Person.AuthorizeUrl("web")));
        var signedIn = await browser.SubmitAsync(login, ("Email", ada.Email), ("Password", StandardServer.Password));
        var resumed = await browser.GetAsync(signedIn.Location!.ToString()); // judged below
        var consent = await browser.FollowAsync(resumed);
        var allowed = await browser.SubmitAsync(consent, ("decision", "allow"));
        var code = await browser.GetAsync(allowed.Location!.ToString()); // judged below
        var posted = await browser.PostAsync("/connect/authorize", AuthorizeServer.Members("web"));
        var leaving = await browser.GetAsync("/account/logout");
        var left = await browser.SubmitAsync(leaving);
        Outcome.Code(code, server);
        foreach (var reply in new[] { signedIn, resumed, allowed, code, posted, left })
        {
            Assert.True(reply.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, reply.ToString());
            Assert.DoesNotContain(StandardServer.Password, reply.SentLocation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RDR_30_nothing_in_the_source_could_carry_a_form_on()
    {
        string[] ways = ["Status307", "Status308", "PreserveMethod", "UseHttpsRedirection", "StatusCode = 307", "StatusCode = 308"];
        var files = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories);
        Assert.DoesNotContain(files, f => ways.Any(File.ReadAllText(f).Contains));
    }

    /// <summary>For somebody who is signed in, and for somebody who signs in just then.</summary>
    private async Task LeadsHomeAsync(string returnUrl)
    {
        var url = "/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl);
        LeadsHome(await (await server.AdaAsync()).Browser.GetAsync(url));

        using var bob = await Person.NewAsync(server);
        var page = await bob.Browser.GetAsync(url);
        Assert.DoesNotContain("evil", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page.Text, StringComparison.Ordinal);
        LeadsHome(await bob.Browser.SubmitAsync(page, ("Email", bob.Email), ("Password", StandardServer.Password)));
    }

    private static void LeadsHome(Reply reply)
    {
        Assert.True(reply.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, reply.ToString());
        Assert.Equal(Default, reply.SentLocation);
    }
}
