using System.Diagnostics;
using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.RelyingParties;

/// <summary>A web app on Authlib (Python), with a secret and with a key.</summary>
[Collection(RelyingPartyCollection.Name)]
public sealed class AuthlibTests(RelyingPartyServer server)
{
    private const string Python = "/usr/bin/python3";

    private string Home => $"http://localhost:{server.AuthlibPort}";

    [Theory]
    [InlineData("authlib")]
    [InlineData("authlib-key")]
    [Spec("OIDC Core", "3.1.3.7")]
    [Spec("RFC 7523", "2.2")]
    public async Task Person_signs_in_the_app_refreshes_and_both_sign_out(string client)
    {
        await using var app = await OpenAsync(client);
        using var browser = server.NewBrowser();
        var email = await server.NewUserAsync();
        var claims = await RelyingPartyServer.SignInAsync(browser, Home, email);
        Assert.True(claims.Status == HttpStatusCode.OK, claims.ToString());
        Assert.Equal((await server.IdOfAsync(email)).ToString(), claims["sub"]);

        Assert.Equal(email, (await ShowAsync(browser, "userinfo"))["email"]);
        var refreshed = await ShowAsync(browser, "refresh");
        Assert.Equal(("True", "True"), (refreshed["is_new"], refreshed["rotated"]));
        Assert.Equal("Ada Example", (await ShowAsync(browser, "userinfo"))["name"]);

        var bye = await RelyingPartyServer.FollowAsync(browser, await browser.GetAsync($"{Home}/logout"));
        Assert.Equal($"{Home}/bye?state=s-1", bye.Url.ToString());
        Assert.Equal("/account/login", (await RelyingPartyServer.FollowAsync(browser, await browser.GetAsync(Home))).Url.AbsolutePath);
    }

    [Fact]
    [Spec("RFC 7009", "2")]
    public async Task App_revokes_its_refresh_token_and_with_it_the_access_token()
    {
        await using var app = await OpenAsync("authlib");
        using var browser = server.NewBrowser();
        await RelyingPartyServer.SignInAsync(browser, Home, await server.NewUserAsync());

        var revoked = await ShowAsync(browser, "revoke");
        Assert.Equal(("200", "401"), (revoked["revoked"], revoked["user_info"]));
        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetAsync($"{Home}/refresh")).Status);
    }

    private async Task<Reply> ShowAsync(Browser browser, string what)
    {
        var reply = await browser.GetAsync($"{Home}/{what}");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply;
    }

    private async Task<ChildProcess> OpenAsync(string client)
    {
        if (!File.Exists(Python) || !await HasAuthlibAsync())
            throw SkippedTestException.Missing("Authlib (package python3-authlib)");
        var credential = client == "authlib"
            ? ("CLIENT_SECRET", RelyingPartyServer.Secret)
            : ("CLIENT_KEY", server.AuthlibKey.ExportPkcs8PrivateKeyPem());
        var folder = Repository.PathOf("tests", "AuthServer.Tests", "RelyingParties");
        return await ChildProcess.OpenAsync(
            folder, [Python, "authlib_app.py"], ("ISSUER", server.Issuer), ("CLIENT_ID", client), credential,
            ("PORT", $"{server.AuthlibPort}"), ("PYTHONDONTWRITEBYTECODE", "1"));
    }

    private static async Task<bool> HasAuthlibAsync()
    {
        using var look = Process.Start(Python, ["-c", "import importlib.util as i; exit(0 if i.find_spec('authlib') else 1)"]);
        await look.WaitForExitAsync();
        return look.ExitCode == 0;
    }
}
