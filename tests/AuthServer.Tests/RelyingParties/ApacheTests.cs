using System.Runtime.Versioning;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.RelyingParties;

/// <summary>Apache's mod_auth_openidc, found by discovery alone.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(RelyingPartyCollection.Name)]
public sealed class ApacheTests(RelyingPartyServer server, Apache apache) : IClassFixture<Apache>
{
    [Theory]
    [InlineData("code")]
    [InlineData("id_token")]
    [InlineData("code id_token")]
    [Spec("OIDC Core", "3")]
    public async Task Person_signs_in_and_the_pages_know_who_they_are(string responseType)
    {
        using var browser = server.NewBrowser();
        var email = await server.NewUserAsync();
        var page = await SignInAsync(browser, responseType, email);

        Assert.True(page.Page.QuerySelector("#email") is not null, page + apache.Log);
        Assert.Equal(email, page.Page.QuerySelector("#email")?.TextContent);
        Assert.Equal("Ada Example", page.Page.QuerySelector("#name")?.TextContent);
        Assert.Equal((await server.IdOfAsync(email)).ToString(), page.Page.QuerySelector("#sub")?.TextContent);
    }

    [Fact]
    [Spec("OIDC Core", "12")]
    public async Task Module_refreshes_its_tokens()
    {
        using var browser = server.NewBrowser();
        await SignInAsync(browser, "code", await server.NewUserAsync());

        var before = await browser.GetAsync(Site("code") + "callback?info=json");
        Assert.True(before["access_token"] is not null, before + apache.Log);
        var after = await browser.GetAsync(Site("code") + "callback?info=json&access_token_refresh_interval=0");
        Assert.NotEqual(before["access_token"], after["access_token"]);
        Assert.NotEqual(before["refresh_token"], after["refresh_token"]);
        using var api = server.NewBackChannel();
        Assert.Equal("Ada Example", (await api.GetAsync("/connect/userinfo", after["access_token"]))["name"]);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task Person_signs_out_of_the_app_and_of_the_server()
    {
        using var browser = server.NewBrowser();
        await SignInAsync(browser, "code", await server.NewUserAsync());
        var home = $"http://localhost:{server.ApachePorts["code"]}";

        var bye = await RelyingPartyServer.FollowAsync(
            browser, await browser.GetAsync($"{Site("code")}callback?logout={Uri.EscapeDataString($"{home}/bye.html")}"));
        Assert.Equal($"{home}/bye.html", bye.Url.ToString());
        var again = await RelyingPartyServer.FollowAsync(browser, await browser.GetAsync(Site("code")));
        Assert.Equal("/account/login", again.Url.AbsolutePath);
    }

    private string Site(string responseType) => $"http://localhost:{server.ApachePorts[responseType]}/app/";

    private async Task<Reply> SignInAsync(Browser browser, string responseType, string email)
    {
        var page = await RelyingPartyServer.SignInAsync(browser, Site(responseType) + "index.html", email);
        // With form_post the answer is a form, which a script sends on.
        return page.Page.QuerySelector("form[method=post i]") is null
            ? page
            : await RelyingPartyServer.FollowAsync(browser, await browser.SubmitAsync(page));
    }
}
