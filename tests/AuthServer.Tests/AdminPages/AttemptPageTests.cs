using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>The flight recorder for people: an attempt is found by what somebody read out, and says what to change.</summary>
public sealed class AttemptPageTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task Attempt_is_found_by_its_reference_and_explained()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.read");
        using var channel = server.NewBackChannel();
        var refused = await channel.GetAsync(Person.AuthorizeUrl("web", ("redirect_uri", "https://app.example/<b>other")));
        var id = refused.Header("Attempt-Id")!; // refused: it has one
        var list = await Eventually.SeeAsync(
            () => clerk.OpenAsync($"/admin/attempts?q={id.ToLowerInvariant()}"), p => p.Page.QuerySelector("tbody tr") is not null);
        Assert.Equal(id, list.Page.QuerySelector("tbody th a")?.TextContent);

        var page = await clerk.OpenAsync($"/admin/attempts/one?id={id}");
        Assert.Contains("redirect_uri is not registered for the client", page.Page.QuerySelector("#why")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("RFC 6749", page.Page.QuerySelector("section")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("https://app.example/<b>other", page.Page.Body?.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Person.Challenge, page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Browser.GetAsync("/admin/attempts/one?id=nothing")).Status);
    }

    [Fact]
    public async Task App_is_recorded_from_the_page()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.clients");
        var client = await server.NewClientAsync("machine");
        var done = await clerk.PressAsync(await clerk.OpenAsync("/admin/attempts"), "Record", ("client", client), ("minutes", "5"));
        Assert.Equal("recording", done.Query["done"]);
        using var channel = server.NewBackChannel();
        var answered = await channel.TokenAsync(StandardServer.Login(client), ("grant_type", "client_credentials"));
        Assert.NotNull(answered.Header("Attempt-Id"));
    }
}
