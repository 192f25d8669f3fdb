using System.Net;
using AuthServer.Core.Users;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>ADM-01, ADM-09, ADM-12: every page and form × every kind of administrator, made from the pages themselves.</summary>
public sealed class DeskRightsTests(StandardServer server) : IClassFixture<StandardServer>
{
    private static readonly string[] Roles = ["user", "admin", "admin.read", "admin.support", "admin.clients", "admin.security"];

    [Fact]
    public void Every_handler_names_the_right_that_it_takes()
    {
        Assert.True(DeskPages.All.Count > 10, "there are pages");
        Assert.DoesNotContain(DeskPages.All, h => h.Needs is null or { Right: AdminRights.None });
        // Whoever may only look changes nothing.
        Assert.DoesNotContain(DeskPages.All, h => h is { Method: "POST", Needs.Right: AdminRights.Read } && !Looks(h.Address));
    }

    [Fact]
    public void ADM_11_what_cannot_be_taken_back_asks_for_a_recent_sign_in() => Assert.Equal(
        [
            "/admin/clients/client?handler=Delete",
            "/admin/configuration/4711?handler=Restore",
            "/admin/configuration?handler=Apply",
            "/admin/keys?handler=Revoke",
            "/admin/revocation?handler=Everything",
            "/admin/users/00000000-0000-0000-0000-000000000001/edit?handler=Roles",
            "/admin/users/00000000-0000-0000-0000-000000000001?handler=Delete",
            "/admin/users/transfer?handler=Export",
            "/admin/users/transfer?handler=Import",
        ],
        DeskPages.All.Where(h => h.Needs is { Recently: true }).Select(h => h.Address).Order(StringComparer.Ordinal));

    [Fact]
    public async Task ADM_01_ADM_09_every_page_and_form_lets_in_who_has_its_right_and_nobody_else()
    {
        var wrong = new List<string>();
        foreach (var role in Roles)
        {
            using var clerk = await Clerk.NewAsync(server, role);
            foreach (var (method, address, needs) in DeskPages.All)
            {
                // Nothing is typed that would confirm anything, and nothing is named that is there.
                var answer = method == "GET" ? await clerk.Browser.GetAsync(address) : await clerk.PostAsync(address);
                var isLetIn = AdministratorRoles.RightsOf(role).HasFlag(AdminRights.Read | needs!.Right); // the test above
                if (isLetIn ? answer.Status is HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError : answer.Status != HttpStatusCode.Forbidden)
                    wrong.Add($"{method} {address} as {role}: {answer.Status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_and_comes_back()
    {
        using var browser = server.NewBrowser();
        foreach (var (_, address, _) in DeskPages.All.Where(h => h.Method == "GET"))
        {
            var answer = await browser.GetAsync(address);
            Assert.Equal("/account/login?returnUrl=/admin", answer.Location?.PathAndQuery);
        }

        using var ada = await Person.NewAsync(server, "admin");
        var home = await ada.SignInAsync(await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/admin")));
        Assert.Equal("/admin", home.Url.AbsolutePath);
    }

    [Fact]
    public async Task ADM_12_no_form_is_taken_without_the_mark_of_our_own()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        foreach (var (_, address, _) in DeskPages.All.Where(h => h.Method == "POST"))
        {
            var answer = await clerk.Browser.PostAsync(address, ("typed", "all"));
            Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.ToString());
        }
    }

    [Fact]
    public async Task ADM_13_role_that_is_taken_away_is_lost_while_the_session_lives()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        await clerk.OpenAsync("/admin");

        await server.ExecuteAsync(
            """
            WITH gone AS (DELETE FROM user_roles WHERE user_id = (SELECT id FROM users WHERE email = $1))
            INSERT INTO feed (kind, key, epoch, until) SELECT $2, id::text, 0, now() + interval '1 minute' FROM users WHERE email = $1
            """,
            clerk.Email, (short)AuthServer.Core.Data.FeedKind.UserChanged);

        await Eventually.TrueAsync(async () => (await clerk.Browser.GetAsync("/admin")).Status == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_is_shown_what_they_may_not_do()
    {
        using var reader = await Clerk.NewAsync(server, "admin.read");
        var shown = DeskPages.All.Where(h => h is { Method: "GET", Needs.Right: AdminRights.Read }).Select(h => h.Address);
        foreach (var address in DeskPages.Lists.Intersect(shown).Where(a => !a.EndsWith("/one", StringComparison.Ordinal)))
        {
            var page = await reader.OpenAsync(address);
            Assert.DoesNotContain(page.Page.QuerySelectorAll("main form[method=post]"), f => !Looks(f.GetAttribute("action") ?? ""));
        }
    }

    /// <summary>Forms that change nothing: they are forms because what they do is much, or what is sent long.</summary>
    private static bool Looks(string address) =>
        address.EndsWith("=Verify", StringComparison.Ordinal) || address.EndsWith("=Plan", StringComparison.Ordinal);
}
