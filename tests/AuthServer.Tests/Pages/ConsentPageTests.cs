using System.Net;
using AngleSharp.Html.Dom;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

public sealed class ConsentPageTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task Page_says_who_asks_for_what_and_of_whom()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);
        var text = page.Page.Body!.TextContent; // a page has a body

        Assert.All(
            ["App web wants to use your Acme ID account", "app.example", "not made by Acme ID", ada.Email, "Read your orders"],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.All(page.Page.QuerySelectorAll("input[type=checkbox]").OfType<IHtmlInputElement>(), box => Assert.True(box.IsChecked));
        Assert.Equal(["allow", "deny"], page.Form.QuerySelectorAll("button[name=decision]").OfType<IHtmlButtonElement>().Select(b => b.Value));
        Assert.Equal("Allow", page.Form.QuerySelector("button")?.TextContent);
    }

    [Theory]
    [InlineData("allow", "code")]
    [InlineData("deny", "error")]
    public async Task RDR_30_decision_leads_back_to_the_app_and_never_repeats_the_form(string decision, string member)
    {
        using var ada = await Person.NewAsync(server);
        var answer = await ada.Browser.SubmitAsync(await ConsentAsync(ada), ("decision", decision));
        Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Found, HttpStatusCode.SeeOther]);

        var end = await ada.Browser.FollowAsync(answer);
        Assert.Contains(end.Status, (HttpStatusCode[])[HttpStatusCode.Found, HttpStatusCode.SeeOther]);
        Assert.Contains(member, end.Query.Keys);
    }

    [Theory]
    [InlineData("scope", "mail.read")]
    [InlineData("scope", "admin")]
    [InlineData("decision", "maybe")]
    public async Task AUR_27_form_that_was_changed_gives_nothing(string name, string value)
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);

        (string, string)[] entries = name == "decision" ? [(name, value)] : [("decision", "allow"), (name, value)];
        var answer = await ada.Browser.SubmitAsync(page, entries);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(0, await ConsentsOfAsync(ada));
    }

    [Fact]
    public async Task AUR_28_form_without_its_token_gives_nothing()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);

        var answer = await ada.Browser.PostAsync(page.Url.ToString(), ("decision", "allow"), ("scope", "orders.read"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(0, await ConsentsOfAsync(ada));
    }

    [Fact]
    public async Task AUR_28_form_works_once()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);
        var first = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow")));
        var second = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow")));

        Assert.True(first.Query.ContainsKey("code"));
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Null(second.Location);
    }

    [Fact]
    public async Task AUR_29_form_of_one_person_is_refused_once_another_sits_there()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);
        var bob = await server.NewUserAsync();
        var notYou = page.Page.QuerySelector("a[href*=login]")?.GetAttribute("href") ?? "";
        var login = await ada.Browser.GetAsync(notYou);
        await ada.Browser.SubmitAsync(login, ("Email", bob), ("Password", StandardServer.Password));

        var answer = await ada.Browser.SubmitAsync(page, ("decision", "allow"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(0, await server.ScalarAsync<long>(
            "SELECT count(*) FROM consents c JOIN users u ON u.id = c.user_id WHERE u.email = ANY ($1)", (object)new[] { ada.Email, bob }));
    }

    [Fact]
    public async Task Form_that_is_out_of_date_leads_back_to_where_the_request_stands()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("web")));
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login")); // in another tab

        var outOfDate = await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", StandardServer.Password));
        var again = outOfDate.Page.QuerySelector("a.button")?.GetAttribute("href") ?? "";

        Assert.Equal(HttpStatusCode.BadRequest, outOfDate.Status);
        Assert.Equal("/account/consent", (await ada.Browser.FollowAsync(await ada.Browser.GetAsync(again))).Url.AbsolutePath);
    }

    [Fact]
    public async Task Link_of_one_browser_opens_in_no_other()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ConsentAsync(ada);
        using var eve = await Person.NewAsync(server);
        await eve.SignInAsync(await eve.Browser.GetAsync("/account/login"));

        var answer = await eve.Browser.GetAsync(page.Url.PathAndQuery);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("This sign-in has expired", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<Reply> ConsentAsync(Person person)
    {
        var login = await person.Browser.FollowAsync(await person.Browser.GetAsync(Person.AuthorizeUrl("web")));
        var page = await person.SignInAsync(login);
        Assert.Equal("/account/consent", page.Url.AbsolutePath);
        return page;
    }

    private Task<long> ConsentsOfAsync(Person person) => server.ScalarAsync<long>(
        "SELECT count(*) FROM consents c JOIN users u ON u.id = c.user_id WHERE u.email = $1", person.Email);
}
