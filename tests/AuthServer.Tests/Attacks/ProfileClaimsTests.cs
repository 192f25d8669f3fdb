using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>JOS: what a person calls themselves travels as text, through tokens, JSON and pages.</summary>
public sealed class ProfileClaimsTests(StandardServer server) : IClassFixture<StandardServer>
{
    public static TheoryData<string> Names =>
    [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "'-alert(1)-'",
        "\",\"email_verified\":true,\"roles\":[\"admin\"],\"x\":\"", "\"}}\n{\"sub\":\"somebody\"}", "a\r\nSet-Cookie: session=stolen",
        "\u2028\u2029\u0001\u007f\\\\u0000", "{{7*7}} ${7*7} @(7*7)", "&lt;b&gt; &amp;", "\ud83d\udd11 ключ \u202eנעקפ",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    [Spec("RFC 7519", "4")]
    public async Task JOS_31_name_is_one_string_wherever_it_shows(string name)
    {
        using var person = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        await server.ExecuteAsync("UPDATE users SET name = $2 WHERE email = $1", person.Email, name);

        var page = await person.WalkToConsentAsync("web", ("scope", "openid profile roles"));
        Shows(page);
        var tokens = await person.TokensAsync("web", ("scope", "openid profile roles"));
        var userInfo = await channel.GetAsync("/connect/userinfo", tokens["access_token"]);
        Assert.Equal(HttpStatusCode.OK, userInfo.Status);
        Assert.Equal(name, userInfo["name"]);
        Assert.StartsWith("application/json", userInfo.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("nosniff", userInfo.Header("X-Content-Type-Options"));
        Assert.DoesNotContain('<', userInfo.Text);
        Assert.Null(userInfo.Header("Set-Cookie"));
        foreach (var token in (string[])["access_token", "id_token"])
        {
            var claims = Forged.Part(tokens[token]!, 1); // both were asked
            Assert.Equal("[\"user\"]", claims["roles"]?.ToJsonString());
            Assert.Equal(userInfo["sub"], (string?)claims["sub"]);
            Assert.True(claims["name"] is null || (string?)claims["name"] == name);
        }

        Shows(await person.Browser.FollowAsync(await person.Browser.GetAsync("/account")));
        Assert.DoesNotContain(name, server.Node.Log, StringComparison.Ordinal);
    }

    /// <summary>No element, attribute or script came of it.</summary>
    private static void Shows(Reply page)
    {
        Assert.True((int)page.Status < 500, page.ToString());
        Assert.Empty(page.Page.QuerySelectorAll("svg[onload], img[onerror], script:not([src])"));
        Assert.DoesNotContain("alert(1)<", page.Text.Replace("&lt;", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
