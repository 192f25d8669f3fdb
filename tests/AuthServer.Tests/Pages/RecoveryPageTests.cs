using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Ways in for who cannot use their password: a new one, a code, an unlocking.</summary>
public sealed partial class RecoveryPageTests(PeopleServer server) : IClassFixture<PeopleServer>
{
    private const string NewPassword = "Another-Horse-8";

    [Fact]
    public async Task Person_who_forgot_chooses_a_new_password_by_code_and_ends_at_the_app()
    {
        using var ada = await Person.NewAsync(server);
        var sent = await ForgetAsync(ada);
        Assert.Equal("/account/reset-password", sent.Url.AbsolutePath);
        var wrong = await ada.Browser.SubmitAsync(sent, ("Code", "000000"));
        Assert.Contains("That code doesn’t work", wrong.Text, StringComparison.Ordinal);

        var choose = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(wrong, ("Code", (await server.Mail.NextAsync(ada.Email)).Code)));
        Assert.DoesNotContain("token", choose.Url.Query, StringComparison.Ordinal);
        var refused = await ada.Browser.SubmitAsync(choose, ("Password", "short"));
        Assert.Contains("Use at least 8 characters.", refused.Text, StringComparison.Ordinal);

        var login = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(refused, ("Password", NewPassword)));
        Assert.Contains("Your new password is saved", login.Text, StringComparison.Ordinal);
        var end = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", NewPassword)));
        Assert.True(end.Query.ContainsKey("code"), end.ToString());
    }

    [Fact]
    public async Task Link_of_the_mail_does_the_same_and_works_once()
    {
        using var ada = await Person.NewAsync(server);
        await ForgetAsync(ada);
        var link = (await server.Mail.NextAsync(ada.Email)).Link.PathAndQuery;

        var choose = await ada.Browser.GetAsync(link);
        Assert.Equal("no-referrer", choose.Header("Referrer-Policy"));
        Assert.Equal("no-store", choose.Header("Cache-Control"));
        var saved = await ada.Browser.SubmitAsync(choose, ("Password", NewPassword));
        Assert.Equal("/account/login", saved.Location?.AbsolutePath);
        Assert.DoesNotContain("token", saved.Location?.Query, StringComparison.Ordinal);

        var again = await ada.Browser.SubmitAsync(choose, ("Password", "Third-Horse-9"));
        Assert.Contains("That link doesn’t work", again.Text, StringComparison.Ordinal);
        Assert.Contains("That link doesn’t work", (await ada.Browser.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REC_06_new_password_without_code_or_link_is_refused()
    {
        using var ada = await Person.NewAsync(server);
        var sent = await ForgetAsync(ada);
        var answer = await ada.Browser.SubmitAsync(sent, ("Password", NewPassword));
        Assert.Contains("That link doesn’t work", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            "/account", (await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"))).Url.AbsolutePath);

        using var nobody = server.NewBrowser();
        Assert.Equal("/account/forgot-password", (await nobody.GetAsync("/account/reset-password")).Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("/account/forgot-password")]
    [InlineData("/account/unlock")]
    [InlineData("/account/login/code")]
    public async Task Address_of_nobody_gets_the_same_pages(string path)
    {
        using var ada = await Person.NewAsync(server);
        using var stranger = server.NewBrowser();
        var address = PeopleServer.NewAddress();
        var one = await AskAsync(ada.Browser, path, ada.Email);
        var other = await AskAsync(stranger, path, address);

        Assert.Equal(Neutral(one, ada.Email), Neutral(other, address));
        Assert.Equal(
            Neutral(await ada.Browser.SubmitAsync(one, ("Code", "12")), ada.Email),
            Neutral(await stranger.SubmitAsync(other, ("Code", "12")), address));
        await server.Mail.NextAsync(ada.Email);
        Assert.Empty(server.Mail.Unread(address));
    }

    [Theory]
    [InlineData("/account/forgot-password")]
    [InlineData("/account/unlock")]
    [InlineData("/account/login/code")]
    public async Task REC_08_two_addresses_in_one_field_are_none(string path)
    {
        using var ada = await Person.NewAsync(server);
        var page = await ada.Browser.GetAsync(path);
        foreach (var hostile in (string[])[
            $"{ada.Email},evil@example.org", $"{ada.Email} evil@example.org", $"{ada.Email}\nBcc: evil@example.org",
            $"[\"{ada.Email}\"]", $"{ada.Email}%0aevil@example.org"])
        {
            var answer = await ada.Browser.SubmitAsync(page, ("Email", hostile));
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Null(answer.Location);
        }

        var twice = await ada.Browser.SubmitAsync(page, ("Email", ada.Email), ("Email", "evil@example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, twice.Status);
        Assert.Empty(server.Mail.Unread(ada.Email));
        Assert.Empty(server.Mail.Unread("evil@example.org"));
        Assert.Equal(HttpStatusCode.Found, (await ada.Browser.SubmitAsync(page, ("Email", ada.Email))).Status);
    }

    [Fact]
    public async Task Person_signs_in_by_a_mailed_code_from_the_sign_in_page()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted")));
        var sent = await ada.Browser.FollowAsync(await PressAsync(ada.Browser, login, "/account/login/code", ada.Email));
        var end = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(sent, ("Code", (await server.Mail.NextAsync(ada.Email)).Code)));

        Assert.True(end.Query.ContainsKey("code"), end.ToString());
        Assert.Equal(["otp"], await server.ScalarAsync<string[]>(
            "SELECT s.methods FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1", ada.Email));
    }

    [Fact]
    public async Task Person_signs_in_by_a_texted_code()
    {
        using var ada = await Person.NewAsync(server);
        var number = $"+4477009{System.Security.Cryptography.RandomNumberGenerator.GetInt32(10000, 99999)}";
        await server.ExecuteAsync(
            "UPDATE users SET phone_number = $2, phone_number_verified = true WHERE email = $1", ada.Email, number);
        var page = await ada.Browser.GetAsync("/account/login/code");
        var sent = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(page, ("Email", ada.Email), ("Channel", "sms")));
        Assert.Contains("Check your phone", sent.Text, StringComparison.Ordinal);

        var end = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(sent, ("Code", (await server.Mail.NextAsync(number)).Code)));
        Assert.Equal("/account", end.Url.AbsolutePath);
    }

    [Fact]
    public async Task Newer_code_kills_the_older_on_the_page_too()
    {
        using var ada = await Person.NewAsync(server);
        var sent = await AskAsync(ada.Browser, "/account/login/code", ada.Email);
        var first = (await server.Mail.NextAsync(ada.Email)).Code;
        var again = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(sent, ("again", "1")));
        Assert.Contains("We sent it again", again.Text, StringComparison.Ordinal);
        var second = (await server.Mail.NextAsync(ada.Email)).Code;

        if (first != second)
            Assert.Contains("doesn’t work", (await ada.Browser.SubmitAsync(again, ("Code", first))).Text, StringComparison.Ordinal);
        var end = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(again, ("Code", second)));
        Assert.Equal("/account", end.Url.AbsolutePath);
    }

    [Fact]
    public async Task Person_who_is_locked_out_unlocks_by_code_and_ends_at_the_app()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted")));
        for (var i = 0; i < 3; i++)
            login = await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", $"wrong-{i}"));
        login = await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", StandardServer.Password));
        Assert.Contains("this address is locked for", login.Text, StringComparison.Ordinal);

        var sent = await ada.Browser.FollowAsync(await PressAsync(ada.Browser, login, "/account/unlock", ada.Email));
        var unlocked = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(sent, ("Code", (await server.Mail.NextAsync(ada.Email)).Code)));
        Assert.Contains("Your account is unlocked", unlocked.Text, StringComparison.Ordinal);
        Assert.True((await ada.SignInAsync(unlocked)).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Link_unlocks_when_its_button_is_pressed()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.GetAsync("/account/login");
        for (var i = 0; i < 3; i++)
            await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", $"wrong-{i}"));
        await AskAsync(ada.Browser, "/account/unlock", ada.Email);
        var link = (await server.Mail.NextAsync(ada.Email)).Link.PathAndQuery;
        using var phone = server.NewBrowser();

        var asked = await phone.GetAsync(link);
        Assert.Contains("locked", (await ada.SignInAsync(login)).Text, StringComparison.Ordinal);
        Assert.Equal("/account/login", (await phone.SubmitAsync(asked)).Location?.AbsolutePath);
        Assert.Equal("/account", (await ada.SignInAsync(login)).Url.AbsolutePath);
    }

    [Fact]
    public async Task Owner_whose_browser_is_known_is_not_locked_out_by_strangers()
    {
        using var ada = await Person.NewAsync(server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        await ada.Browser.SubmitAsync(await ada.Browser.GetAsync("/account/logout"));
        using var stranger = server.NewBrowser();
        var guessing = await stranger.GetAsync("/account/login");
        for (var i = 0; i < 4; i++)
            guessing = await stranger.SubmitAsync(guessing, ("Email", ada.Email), ("Password", $"wrong-{i}"));
        Assert.Contains("locked", guessing.Text, StringComparison.Ordinal);

        Assert.Equal("/account", (await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"))).Url.AbsolutePath);
    }

    private static async Task<Reply> AskAsync(Browser browser, string path, string address) =>
        await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync(path), ("Email", address)));

    private static async Task<Reply> ForgetAsync(Person person)
    {
        var login = await person.Browser.FollowAsync(await person.Browser.GetAsync(Person.AuthorizeUrl("trusted")));
        var link = login.Page.QuerySelector("a[href*=forgot-password]")!.GetAttribute("href")!; // fails where there is none
        return await person.Browser.FollowAsync(
            await person.Browser.SubmitAsync(await person.Browser.GetAsync(link), ("Email", person.Email)));
    }

    /// <summary>Presses a button of the sign-in page that leads elsewhere.</summary>
    private static Task<Reply> PressAsync(Browser browser, Reply page, string to, string address)
    {
        var button = page.Page.QuerySelector($"button[formaction^='{to}']")!; // fails where there is none
        var token = page.Form.QuerySelector("input[name=form]")?.GetAttribute("value") ?? "";
        return browser.PostAsync(button.GetAttribute("formaction")!, ("form", token), ("Email", address), ("Password", ""));
    }

    private static string Neutral(Reply page, string address) =>
        Token().Replace(page.Text, "").Replace(address, "ADDRESS", StringComparison.Ordinal);

    [GeneratedRegex("<input name=\"form\"[^>]*>")]
    private static partial Regex Token();
}
