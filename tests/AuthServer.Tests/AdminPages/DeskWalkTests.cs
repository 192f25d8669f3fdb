using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>What administrators do all day, form by form.</summary>
public sealed class DeskWalkTests(StandardServer server) : IClassFixture<StandardServer>
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'</title><script>alert(2)</script>";

    [Fact]
    public async Task Locked_person_is_out_until_unlocked()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.support");
        using var ada = await Person.NewAsync(server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        var address = "/admin/users/" + await server.IdOfAsync(ada.Email);

        var locked = await clerk.Browser.FollowAsync(
            await clerk.PressAsync(await clerk.OpenAsync(address), "Lock", ("reason", "A laptop was lost.")));
        Assert.Contains("Everything of this person has ended", locked.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await ada.Browser.GetAsync("/account")).Status);
        Assert.Equal(
            "A laptop was lost.",
            await server.ScalarAsync<string>("SELECT detail::json->>'reason' FROM audit_events WHERE action = 'user.locked' AND target = $1", address.Split('/')[^1]));

        await clerk.PressAsync(locked, "Unlock");
        Assert.Equal("/account", (await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"))).Url.AbsolutePath);
    }

    [Fact]
    public async Task Every_link_beside_and_above_a_page_leads_somewhere()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        var page = await clerk.OpenAsync("/admin/users/" + await server.IdOfAsync(clerk.Email));

        var links = page.Page.QuerySelectorAll("nav.side a, nav.trail a").Select(a => new Uri(page.Url, a.GetAttribute("href"))).Distinct().ToList();

        Assert.InRange(links.Count, DeskPages.Lists.Count / 2, int.MaxValue);
        foreach (var link in links)
            await clerk.OpenAsync(link.PathAndQuery);
    }

    [Fact]
    public async Task Client_is_made_and_its_secret_rotated_without_a_gap()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.clients");
        var form = await clerk.OpenAsync("/admin/clients/new?kind=machine");
        var made = await clerk.PressAsync(
            form, "", ("m.client_id", "night"), ("m.client_name", "Night report"), ("m.grant_types", "client_credentials"),
            ("m.token_endpoint_auth_method", "client_secret_basic"), ("m.scope", "orders.read"), ("m.require_pkce", "true"),
            ("m.require_consent", "true"), ("m.refresh_token_rotation", "true"));
        Assert.True(made.Status == HttpStatusCode.OK, made.ToString());
        var first = SecretOn(made);
        await TokenAsync("night", first, HttpStatusCode.OK);

        var address = "/admin/clients/client?id=night";
        var rotated = await clerk.PressAsync(await clerk.OpenAsync(address), "Secret", ("others", "day"));
        var second = SecretOn(rotated);
        Assert.NotEqual(first, second);
        await TokenAsync("night", first, HttpStatusCode.OK);
        await TokenAsync("night", second, HttpStatusCode.OK);

        var page = await clerk.OpenAsync(address);
        Assert.DoesNotContain(second, page.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.Page.QuerySelectorAll("form[action$='handler=Forget']").Length);
        var old = page.Page.QuerySelectorAll("form[action$='handler=Forget'] input[name=secret]")[1].GetAttribute("value");
        var after = await clerk.Browser.FollowAsync(await clerk.PostAsync(address + "&handler=Forget", ("secret", old!))); // it has one
        Assert.Contains("Saved.", after.Text, StringComparison.Ordinal);
        await TokenAsync("night", first, HttpStatusCode.Unauthorized);
        await TokenAsync("night", second, HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_cannot_be_is_marked_where_it_was_written()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.clients");
        var form = await clerk.OpenAsync("/admin/clients/new?kind=web");

        var refused = await clerk.PressAsync(
            form, "", ("m.client_name", "Shop"), ("m.grant_types", "authorization_code"), ("m.redirect_uris", "http://shop.example/cb"),
            ("m.access_token_lifetime", "soon"));
        Assert.NotNull(refused.Page.QuerySelector("#m-access-token-lifetime[aria-invalid=true]"));
        Assert.Equal("http://shop.example/cb", refused.Page.QuerySelector("#m-redirect-uris")?.TextContent.Trim());

        var again = await clerk.PressAsync(
            form, "", ("m.client_name", "Shop"), ("m.grant_types", "authorization_code"), ("m.redirect_uris", "http://shop.example/cb"));
        Assert.NotNull(again.Page.QuerySelector("#m-redirect-uris[aria-invalid=true]"));
    }

    [Fact]
    public async Task ADM_15_form_that_somebody_else_overtook_changes_nothing()
    {
        using var clerk = await Clerk.NewAsync(server, "admin.clients");
        var id = await server.NewClientAsync("machine");
        var address = "/admin/clients/client?id=" + id;
        var form = await clerk.OpenAsync(address);
        (string, string)[] members = [("m.grant_types", "client_credentials"), ("m.token_endpoint_auth_method", "client_secret_basic")];
        await clerk.PressAsync(form, "", [("m.client_name", "First"), .. members]);

        var late = await clerk.PressAsync(form, "", [("m.client_name", "Second"), .. members]);

        Assert.Contains("Somebody else was faster", late.Text, StringComparison.Ordinal);
        Assert.Equal("First", await server.ScalarAsync<string>("SELECT document->>'client_name' FROM clients WHERE client_id = $1", id));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_asks_for_the_name()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        var id = await server.NewClientAsync("machine");
        var page = await clerk.OpenAsync("/admin/clients/client?id=" + id);

        await clerk.PressAsync(page, "Delete", ("typed", "another"));
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM clients WHERE client_id = $1", id));

        await clerk.PressAsync(page, "Delete", ("typed", id));
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM clients WHERE client_id = $1", id));
    }

    [Fact]
    public async Task ADM_12_LOG_03_nothing_that_others_wrote_runs_in_an_administrators_browser()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        using var ada = await Person.NewAsync(server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        var id = await server.IdOfAsync(ada.Email);
        await server.ExecuteAsync("UPDATE users SET name = $2 WHERE id = $1", id, Hostile);
        await server.ExecuteAsync("UPDATE sessions SET device = $2 WHERE user_id = $1", id, Hostile);
        var client = await server.NewClientAsync("machine", new() { ["client_name"] = Hostile });
        await clerk.PostAsync($"/admin/users/{id}?handler=Unlock", ("reason", Hostile));
        var session = await server.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1 LIMIT 1", id);
        string[] addresses =
        [
            .. DeskPages.Lists, $"/admin/users/{id}", $"/admin/users/{id}/edit", $"/admin/sessions/{session}", "/admin/clients/client?id=" + client,
            "/admin/search?q=" + Uri.EscapeDataString("<img"), "/admin/users?q=" + Uri.EscapeDataString(Hostile), "/admin/audit?target=" + id,
        ];
        var seen = 0;
        foreach (var address in addresses)
        {
            var page = await clerk.OpenAsync(address);
            Assert.Empty(page.Page.QuerySelectorAll("img[onerror], script:not([src]), style, [style], [onclick]"));
            seen += page.Text.Contains("onerror", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(seen, 6, int.MaxValue); // or else nothing was shown
    }

    private static string SecretOn(Reply page) => page.Page.QuerySelector("output.secret")?.TextContent ?? throw new InvalidOperationException(page.ToString());

    private async Task TokenAsync(string client, string secret, HttpStatusCode expected)
    {
        using var channel = server.NewBackChannel();
        var answer = await channel.TokenAsync(ClientLogin.Basic(client, secret), ("grant_type", "client_credentials"));
        Assert.True(answer.Status == expected, answer.ToString());
    }
}
