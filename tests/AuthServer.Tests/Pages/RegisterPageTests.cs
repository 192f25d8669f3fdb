using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Making an account, and proving that the address is one's own.</summary>
public sealed partial class RegisterPageTests(PeopleServer server) : IClassFixture<PeopleServer>
{
    private const string Name = "Nora Example";

    [Fact]
    public async Task Person_who_came_from_an_app_registers_and_ends_there()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var login = await browser.FollowAsync(await browser.GetAsync(Person.AuthorizeUrl("trusted")));
        var form = await browser.GetAsync(Link(login, "register"));
        Assert.Contains("to go on to App trusted", form.Text, StringComparison.Ordinal);

        var sent = await browser.SubmitAsync(form, Filled(address));
        Assert.Equal(HttpStatusCode.Found, sent.Status);
        var check = await browser.FollowAsync(sent);
        Assert.Equal("/account/verify", check.Url.AbsolutePath);
        Assert.Contains(address, check.Page.Body!.TextContent, StringComparison.Ordinal); // a page has a body
        var wrong = await browser.SubmitAsync(check, ("Code", "000000"));
        Assert.Contains("That code doesn’t work", wrong.Text, StringComparison.Ordinal);

        var end = await browser.FollowAsync(
            await browser.SubmitAsync(wrong, ("Code", (await server.Mail.NextAsync(address)).Code)));
        Assert.True(end.Query.ContainsKey("code"), end.ToString());
    }

    [Fact]
    [Spec("OpenID Connect Prompt Create", "4.1")]
    public async Task App_that_asks_for_a_new_account_gets_whoever_makes_one()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var form = await browser.FollowAsync(await browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "create"))));
        Assert.Equal("/account/register", form.Url.AbsolutePath);
        var check = await browser.FollowAsync(await browser.SubmitAsync(form, Filled(address)));
        var end = await browser.FollowAsync(
            await browser.SubmitAsync(check, ("Code", (await server.Mail.NextAsync(address)).Code)));
        Assert.True(end.Query.ContainsKey("code"), end.ToString());
    }

    [Fact]
    public async Task Link_opened_in_the_browser_that_registered_signs_in_and_goes_on_to_the_app()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var login = await browser.FollowAsync(await browser.GetAsync(Person.AuthorizeUrl("trusted")));
        await browser.SubmitAsync(await browser.GetAsync(Link(login, "register")), Filled(address));
        var link = (await server.Mail.NextAsync(address)).Link.PathAndQuery;

        var asked = await browser.GetAsync(link);
        Assert.Contains("Is <strong>" + address, asked.Text, StringComparison.Ordinal);
        var end = await browser.FollowAsync(await browser.SubmitAsync(asked));
        Assert.True(end.Query.ContainsKey("code"), end.ToString());
        Assert.Contains("That link doesn’t work", (await browser.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REC_18_link_opened_elsewhere_verifies_and_signs_nobody_in()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        await RegisterAsync(browser, address);
        using var elsewhere = server.NewBrowser();
        var asked = await elsewhere.GetAsync((await server.Mail.NextAsync(address)).Link.PathAndQuery);
        Assert.False(await IsVerifiedAsync(address));

        var told = await elsewhere.FollowAsync(await elsewhere.SubmitAsync(asked));
        Assert.Contains("Your address is confirmed", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", told.Url.Query, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/account")).Status);
        Assert.True(await IsVerifiedAsync(address));

        var login = await elsewhere.GetAsync(Link(told, "login"));
        Assert.Equal("/account", (await SignInAsync(elsewhere, login, address)).Url.AbsolutePath);
    }

    [Fact]
    public async Task REC_12_link_that_is_only_looked_at_stays_good()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        await RegisterAsync(browser, address);
        var link = (await server.Mail.NextAsync(address)).Link.PathAndQuery;
        using var scanner = server.NewBackChannel();
        for (var i = 0; i < 5; i++)
        {
            await scanner.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
            await scanner.SendAsync(new HttpRequestMessage(HttpMethod.Get, link));
        }

        Assert.False(await IsVerifiedAsync(address));
        var end = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync(link)));
        Assert.Equal("/account", end.Url.AbsolutePath);
    }

    [Fact]
    public async Task Right_password_of_an_unverified_account_leads_to_the_code()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        await RegisterAsync(browser, address);
        await server.Mail.NextAsync(address);
        using var later = server.NewBrowser();
        var login = await later.FollowAsync(await later.GetAsync(Person.AuthorizeUrl("trusted")));

        var check = await SignInAsync(later, login, address);
        Assert.Equal("/account/verify", check.Url.AbsolutePath);
        var code = (await server.Mail.NextAsync(address)).Code;
        Assert.True((await later.FollowAsync(await later.SubmitAsync(check, ("Code", code)))).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Address_that_has_an_account_gets_the_same_pages()
    {
        using var ada = await Person.NewAsync(server);
        using var unknown = server.NewBrowser();
        using var known = server.NewBrowser();
        var address = PeopleServer.NewAddress();

        var one = await RegisterAsync(unknown, address);
        var other = await RegisterAsync(known, ada.Email);

        Assert.Equal(Neutral(one, address), Neutral(other, ada.Email));
        Assert.Equal(
            Neutral(await unknown.SubmitAsync(one, ("Code", "000000")), address),
            Neutral(await known.SubmitAsync(other, ("Code", "000000")), ada.Email));
        Assert.Equal("/account", (await SignInAsync(known, await known.GetAsync("/account/login"), ada.Email)).Url.AbsolutePath);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_the_fields_and_what_was_right_is_kept()
    {
        using var browser = server.NewBrowser();
        var form = await browser.GetAsync("/account/register/client");
        Assert.Contains("At least 8 characters, among them a capital letter and a digit.", form.Text, StringComparison.Ordinal);

        var again = await browser.SubmitAsync(
            form, ("full_name", Name), ("email", "nora"), ("phone_number", "12"), ("company_name", "Example Ltd"),
            ("client_type", "shop"), ("employees", "many"), ("password", "short"));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(
            ["email", "phone_number", "client_type", "employees", "password"],
            again.Page.QuerySelectorAll("[aria-invalid=true]").Select(f => f.GetAttribute("name")));
        Assert.All(
            again.Page.QuerySelectorAll("[aria-invalid=true]"),
            f => Assert.NotNull(again.Page.GetElementById(f.GetAttribute("aria-describedby")!.Split(' ')[0]))); // says what
        Assert.Equal(Name, Value(again, "full_name"));
        Assert.Equal("Example Ltd", Value(again, "company_name"));
        Assert.Null(Value(again, "password"));
        Assert.DoesNotContain("short\"", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_are_those_of_the_kind_with_the_right_inputs()
    {
        using var browser = server.NewBrowser();
        var user = await browser.GetAsync("/account/register");
        Assert.Equal(
            ["full_name text name", "email email email", "phone_number tel tel", "password password new-password"], Fields(user));
        Assert.Equal(
            ["/account/register/user", "/account/register/supplier", "/account/register/client"],
            user.Page.QuerySelectorAll("nav.kinds a").Select(a => a.GetAttribute("href")));

        var client = await browser.GetAsync("/account/register/client");
        Assert.Equal(
            [
                "full_name text name", "email email email", "phone_number tel tel", "company_name text organization",
                "client_type select ", "employees number ", "wants_newsletter checkbox ", "password password new-password",
            ],
            Fields(client));
        Assert.Equal("60", client.Page.QuerySelector("[name=company_name]")?.GetAttribute("maxlength"));
        Assert.True(client.Page.QuerySelector("[name=company_name]")?.HasAttribute("required"));
        Assert.Equal(["", "council", "private"], client.Page.QuerySelectorAll("option").Select(o => o.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/account/register/nobody")).Status);
    }

    [Fact]
    public async Task Everything_that_a_kind_asks_for_is_kept()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var form = await browser.GetAsync("/account/register/client");
        await browser.SubmitAsync(
            form, ("full_name", Name), ("email", address), ("phone_number", "+44 20 7946 0018"), ("company_name", "Example Ltd"),
            ("client_type", "council"), ("employees", "12"), ("wants_newsletter", "true"), ("password", StandardServer.Password),
            ("roles", "admin"), ("email_verified", "true"));

        await server.Mail.NextAsync(address);
        Assert.Equal(
            """{"employees": 12, "client_type": "council", "company_name": "Example Ltd", "wants_newsletter": true}""",
            await server.ScalarAsync<string>("SELECT profile::text FROM users WHERE email = $1", address));
        Assert.False(await IsVerifiedAsync(address));
    }

    [Fact]
    public async Task REC_22_nobody_who_has_an_account_makes_another()
    {
        using var ada = await Person.NewAsync(server);
        using var nora = server.NewBrowser();
        var early = await ada.Browser.GetAsync("/account/register");
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        var token = (await ada.Browser.GetAsync("/account/logout")).Form.QuerySelector("input[name=form]")!.GetAttribute("value")!; // hers

        Assert.Equal("/account", (await ada.Browser.GetAsync("/account/register")).Location?.AbsolutePath);
        var address = PeopleServer.NewAddress();
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Browser.SubmitAsync(early, Filled(address))).Status);
        var answer = await ada.Browser.PostAsync("/account/register", [("form", token), .. Filled(address)]);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", address));
        Assert.Equal("/account/verify", (await RegisterAsync(nora, address)).Url.AbsolutePath);
    }

    [Fact]
    public async Task Person_who_reads_german_is_written_to_in_german()
    {
        using var browser = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var form = await browser.GetAsync("/account/register?ui_locales=de");
        Assert.Equal("Konto anlegen", form.Page.QuerySelector("h1")?.TextContent);
        await browser.SubmitAsync(form, Filled(address));

        Assert.Equal("de", await server.ScalarAsync<string>("SELECT locale FROM users WHERE email = $1", address));
    }

    private static (string Name, string Value)[] Filled(string address) =>
        [("full_name", Name), ("email", address), ("password", StandardServer.Password)];

    private static async Task<Reply> RegisterAsync(Browser browser, string address) => await browser.FollowAsync(
        await browser.SubmitAsync(await browser.GetAsync("/account/register"), Filled(address)));

    private static async Task<Reply> SignInAsync(Browser browser, Reply login, string address) => await browser.FollowAsync(
        await browser.SubmitAsync(login, ("Email", address), ("Password", StandardServer.Password)));

    private static string Link(Reply page, string to) =>
        page.Page.QuerySelector($"main a[href*='/account/{to}']")!.GetAttribute("href")!; // fails where there is none

    private static string? Value(Reply page, string name) => page.Page.QuerySelector($"[name={name}]")?.GetAttribute("value");

    private static IEnumerable<string> Fields(Reply page) => page.Form.Elements
        .Where(e => e.GetAttribute("name") is not (null or "form"))
        .Select(e => $"{e.GetAttribute("name")} {e.GetAttribute("type") ?? e.LocalName} {e.GetAttribute("autocomplete")}");

    private static string Neutral(Reply page, string address) =>
        Token().Replace(page.Text, "").Replace(address, "ADDRESS", StringComparison.Ordinal);

    private Task<bool> IsVerifiedAsync(string address) =>
        server.ScalarAsync<bool>("SELECT email_verified FROM users WHERE email = $1", address);

    [GeneratedRegex("<input name=\"form\"[^>]*>")]
    private static partial Regex Token();
}
