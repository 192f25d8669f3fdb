using System.Net;
using System.Net.Http.Json;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Messaging;

/// <summary>A server of a developer: what it sends lands in folders.</summary>
public sealed class DeveloperServer : RunningServer
{
    protected override string Declarations =>
        """{ "roles": ["user"], "registration": [ { "kind": "user", "role": "user" } ] }""";
}

public sealed class DevMailTests(DeveloperServer server) : IClassFixture<DeveloperServer>
{
    [Fact]
    public async Task Developer_sees_within_a_second_what_went_out_and_can_press_its_links()
    {
        using var http = new HttpClient { BaseAddress = server.Node.Address };
        using var answer = await http.PostAsJsonAsync(
            "/api/account/register", new { email = "dev@example.org", password = "Bright-Lamp-42x", full_name = "<b>Grüße" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var letter = await new Mailbox(server.Node).NextAsync("dev@example.org");

        var page = await server.NewBrowser().GetAsync("/dev/mail");
        Assert.Contains(letter.Code, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page.Page.QuerySelector("pre")?.InnerHtml, StringComparison.Ordinal);
        Assert.Contains(letter.Link.AbsoluteUri, page.Page.QuerySelectorAll("pre a").Select(a => a.GetAttribute("href")));

        var html = await server.NewBrowser().GetAsync(page.Page.QuerySelector("article a[target]")?.GetAttribute("href") ?? "");
        Assert.Contains("sandbox", html.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains(letter.Code, html.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.NewBrowser().GetAsync("/dev/mail/..%2f..%2fencryption-secret")).Status);
    }
}
