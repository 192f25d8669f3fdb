using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The page to try the API at.</summary>
[Collection(AccountCollection.Name)]
public sealed class DocsPageTests(AccountServer server)
{
    [Fact]
    public async Task Call_is_tried_in_a_browser_under_a_policy_without_inline_script()
    {
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // The bundle brings one inline style, which is refused, and which nobody misses.
            if (message.Type == "error" && message.Text.Contains("Security Policy", StringComparison.Ordinal)
                && !message.Text.Contains("inline style", StringComparison.Ordinal))
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(server.Issuer + "/docs");
        await page.WatchedAsync(async () =>
        {
            var call = page.Locator(".opblock", new() { HasText = "/api/account/login" });
            await call.Locator(".opblock-summary-control").ClickAsync();
            // The example's password is right, its address nobody's.
            await call.Locator("button.execute").ClickAsync();
            await call.Locator(".live-responses-table", new() { HasText = "invalid_" }).WaitForAsync();
        });
        Assert.Empty(complaints);
    }
}
