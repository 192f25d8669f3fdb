using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>As in Production: TLS ends at a proxy, and the issuer is https.</summary>
public sealed class BehindTlsTests(BehindTlsTests.Server server) : IClassFixture<BehindTlsTests.Server>
{
    [Fact]
    public async Task WEB_12_cookies_belong_to_this_host_and_to_https()
    {
        using var channel = server.NewBackChannel();
        var answer = await channel.SendAsync(AsForwarded("/account/login"));

        var cookie = answer.Header("Set-Cookie");
        Assert.StartsWith("__Host-form=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", answer.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Session_is_read_from_the_cookie_of_this_host_alone()
    {
        using var channel = server.NewBackChannel();
        var page = await channel.SendAsync(AsForwarded("/account/login"));
        var form = AsForwarded("/account/login", page.Header("Set-Cookie")?.Split(';')[0]);
        form.Method = HttpMethod.Post;
        form.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Email"] = "ada@example.org",
            ["Password"] = "Correct-Horse-7",
            ["form"] = page.Form.QuerySelector("input[name=form]")?.GetAttribute("value") ?? "",
        });
        var cookies = (await channel.SendAsync(form)).Header("Set-Cookie") ?? "";
        var session = cookies.Split(';')[0];

        Assert.StartsWith("__Host-session=", session, StringComparison.Ordinal);
        // A frame of ours in any site's page reads this one (OIDC Session Management §3.2), and no other.
        var state = Assert.Single(cookies.Split(", __Host-"), c => !c.EndsWith("; httponly", StringComparison.Ordinal));
        Assert.Matches("^browser-state=[^;]{43}; path=/; secure; samesite=none$", state);
        Assert.Equal(HttpStatusCode.OK, (await channel.SendAsync(AsForwarded("/account", session))).Status);
        var tossed = session.Replace("__Host-", "", StringComparison.Ordinal); // what a sub-domain could set
        Assert.Equal(HttpStatusCode.Found, (await channel.SendAsync(AsForwarded("/account", tossed))).Status);
    }

    [Theory]
    [InlineData("/account/login", "text/html")]
    [InlineData("/account/login", "*/*")]
    [InlineData("/account/register", "text/html")]
    [InlineData("/", "text/html")]
    public async Task Page_over_plain_http_says_what_is_missing(string path, string accept)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        var refused = await channel.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("This page needs https", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Proxy:KnownNetworks", server.Node.Log, StringComparison.Ordinal);
        // Programs are not asked how they come.
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/.well-known/openid-configuration")).Status);
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/health/ready")).Status);
    }

    private static HttpRequestMessage AsForwarded(string path, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return request;
    }

    public sealed class Server : RunningServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
        [
            ("Issuer", "https://id.example"), ("Proxy:KnownNetworks:0", "127.0.0.0/8"), ("Proxy:KnownNetworks:1", "::1/128"),
            ("Password:Iterations", "1000"),
        ];

        protected override string Declarations =>
            """
            {
              "roles": ["user"],
              "users": [{ "email": "ada@example.org", "password": "Correct-Horse-7", "email_verified": true, "roles": ["user"] }]
            }
            """;
    }
}
