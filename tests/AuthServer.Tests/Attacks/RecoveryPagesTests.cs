using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: the pages that links in mails lead to.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryPagesTests(AccountServer server)
{
    private static readonly string[] Kinds = ["verify", "reset-password", "unlock"];

    public static TheoryData<string> Links => [.. Kinds];

    [Theory]
    [MemberData(nameof(Links))]
    public async Task REC_12_opening_a_link_uses_nothing_up(string kind)
    {
        using var ada = await SentToAsync(kind);
        var letter = await ada.NextLetterAsync();
        using var scanner = server.NewBackChannel();
        for (var i = 0; i < 3; i++)
        {
            var looked = (await scanner.GetAsync(letter.Link.PathAndQuery)).Is(HttpStatusCode.OK);
            Assert.NotNull(looked.Form.QuerySelector("input[name=token]"));
            foreach (var method in new[] { HttpMethod.Head, HttpMethod.Options })
            {
                var request = new HttpRequestMessage(method, letter.Link.PathAndQuery);
                request.Headers.Add("Purpose", "prefetch");
                await scanner.SendAsync(request);
            }
        }

        await using (var bot = await Chromium.NewPersonAsync())
        {
            var page = await bot.NewPageAsync(); // runs what scripts there are
            await page.GotoAsync(letter.Link.ToString(), new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
            Assert.Equal(letter.Link.AbsolutePath, new Uri(page.Url).AbsolutePath);
        }

        using var browser = server.NewBrowser();
        await PressAsync(browser, letter, kind);
        Assert.True(await ada.CanSignInAsync(kind == "reset-password" ? Owner.NewPassword : StandardServer.Password));
        var again = await browser.GetAsync(letter.Link.PathAndQuery);
        Assert.Null(again.Page.QuerySelector("input[name=token]"));
    }

    [Fact]
    public async Task REC_18_link_verifies_the_address_and_signs_nobody_in_elsewhere()
    {
        using var bob = await Person.NewAsync(server);
        await bob.SignInAsync(await bob.Browser.GetAsync("/account/login"));
        using var stranger = server.NewBrowser();
        foreach (var browser in new[] { bob.Browser, stranger })
        {
            using var ada = await SentToAsync("verify");
            await PressAsync(browser, await ada.NextLetterAsync(), "verify");
            var id = await server.IdOfAsync(ada.Email);
            Assert.True(await server.ScalarAsync<bool>("SELECT email_verified FROM users WHERE id = $1", id));
            Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", id));
            var account = await browser.GetAsync("/account");
            Assert.DoesNotContain(ada.Email, account.Text, StringComparison.Ordinal);
            Assert.Equal(browser == stranger, account.Location?.AbsolutePath == "/account/login");
            Assert.True(await ada.CanSignInAsync(StandardServer.Password));
        }

        Assert.Contains(bob.Email, (await bob.Browser.GetAsync("/account")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public async Task REC_05_link_opens_no_other_page(string kind)
    {
        using var ada = await SentToAsync(kind);
        var letter = await ada.NextLetterAsync();
        using var browser = server.NewBrowser();
        foreach (var other in Kinds.Where(k => k != kind))
        {
            var page = await browser.FollowAsync(await browser.GetAsync($"/account/{other}{letter.Link.Query}"));
            Assert.Null(page.Page.QuerySelector("input[name=token]"));
            // A form that the page did not have.
            var some = (await browser.GetAsync("/account/forgot-password")).Form.QuerySelector("input[name=form]");
            var sent = await browser.PostAsync(
                $"/account/{other}", ("form", some?.GetAttribute("value") ?? ""), ("token", Owner.TokenOf(letter)),
                ("Password", Owner.NewPassword));
            Assert.Equal(HttpStatusCode.OK, sent.Status);
            Outcome.GivesNothingAway(sent);
            Assert.Null(sent.Location);
        }

        Assert.False(await ada.CanSignInAsync(Owner.NewPassword));
        await PressAsync(browser, letter, kind);
    }

    [Fact]
    public async Task REC_06_nobody_chooses_a_password_without_the_mail()
    {
        using var victim = await Owner.NewAsync(server);
        using var thief = await Owner.NewAsync(server);
        using var browser = server.NewBrowser();
        var before = await HashAsync();
        Assert.Equal("/account/forgot-password", (await browser.GetAsync("/account/reset-password")).Location?.AbsolutePath);

        // The step after the next, at once.
        var waiting = await AskAsync(browser, victim.Email);
        foreach (var token in new[] { "", "null", victim.Email, new string('A', 43) })
            await RefusedAsync(waiting, ("Password", Owner.NewPassword), ("token", token));
        await RefusedAsync(waiting, ("Password", Owner.NewPassword));
        await RefusedAsync(waiting, ("Password", Owner.NewPassword), ("Email", victim.Email), ("Owner", victim.Email));

        // Two tabs: the thief's own code, the victim's address.
        var own = await AskAsync(browser, thief.Email);
        var chosen = await browser.FollowAsync(await browser.SubmitAsync(own, ("Code", (await thief.NextLetterAsync()).Code)));
        Assert.NotNull(chosen.Page.QuerySelector("input[name=Password]"));
        await AskAsync(browser, victim.Email);
        await RefusedAsync(chosen, ("Password", Owner.NewPassword));

        // The thief's own code once more, and the victim's name beside the password.
        await thief.CoolAsync();
        own = await AskAsync(browser, thief.Email);
        chosen = await browser.FollowAsync(await browser.SubmitAsync(own, ("Code", (await thief.NextLetterAsync()).Code)));
        await browser.SubmitAsync(
            chosen, ("Password", Owner.NewPassword), ("Email", victim.Email), ("username", victim.Email), ("Owner", victim.Email));
        Assert.True(await thief.CanSignInAsync(Owner.NewPassword));
        Assert.True(await victim.CanSignInAsync(StandardServer.Password));
        Assert.DoesNotContain(MessageKind.PasswordChanged, await victim.MessagesAsync());

        async Task RefusedAsync(Reply page, params (string Name, string Value)[] entries)
        {
            var reply = await browser.SubmitAsync(page, entries);
            Outcome.GivesNothingAway(reply);
            Assert.Null(reply.Location);
            Assert.Equal(before, await HashAsync());
        }

        Task<string> HashAsync() =>
            server.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", victim.Email);
    }

    [Fact]
    public async Task REC_02_page_reads_the_same_whoever_has_the_address()
    {
        var texts = new List<string>();
        using var closed = await Owner.NewAsync(server, "disabled_at = now()");
        foreach (var owner in new[] { Owner.Nobody(server), await Owner.NewAsync(server), closed })
        {
            using var browser = server.NewBrowser();
            var page = await AskAsync(browser, owner.Email);
            foreach (var own in page.Page.QuerySelectorAll("input[name=form]"))
                own.Remove();
            texts.Add($"{page.Status} {page.Url.PathAndQuery} " + page.Page.DocumentElement.OuterHtml.Replace(owner.Email, "x", StringComparison.Ordinal));
        }

        Assert.Single(texts.Distinct());
    }

    [Theory]
    [MemberData(nameof(Links))]
    public async Task REC_11_page_does_not_pass_the_token_on(string kind)
    {
        using var ada = await SentToAsync(kind);
        var letter = await ada.NextLetterAsync();
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync(letter.Link.PathAndQuery);
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        foreach (var element in page.Page.QuerySelectorAll("[src], [href], [action]"))
        {
            var to = new Uri(page.Url, element.GetAttribute("src") ?? element.GetAttribute("href") ?? element.GetAttribute("action"));
            Assert.Equal(server.Node.Address.Authority, to.Authority);
        }

        await PressAsync(browser, letter, kind);
        Assert.DoesNotContain(Owner.TokenOf(letter), server.Node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REC_01_link_is_ours_also_when_a_page_was_asked()
    {
        using var ada = await Owner.NewAsync(server);
        using var browser = server.NewBrowser();
        browser.Headers = [("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example")];
        await AskAsync(browser, ada.Email);
        Assert.StartsWith(server.Issuer + "/account/reset-password?token=", (await ada.NextLetterAsync()).Link.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Somebody to whom such a link is on its way.</summary>
    private async Task<Owner> SentToAsync(string kind)
    {
        if (kind == "verify")
            return await Owner.Nobody(server).RegisterAsync();
        var owner = await Owner.NewAsync(server);
        if (kind == "unlock")
        {
            for (var i = 0; i < 5; i++)
                Assert.False(await owner.CanSignInAsync("Wrong-Horse-7"));
            Assert.False(await owner.CanSignInAsync(StandardServer.Password));
        }

        (await owner.AskAsync(kind == "unlock" ? "unlock/request" : "password/forgot")).Is(HttpStatusCode.Accepted);
        return owner;
    }

    /// <summary>Opens the link and presses its button.</summary>
    private static async Task PressAsync(Browser browser, Letter letter, string kind)
    {
        var page = (await browser.GetAsync(letter.Link.PathAndQuery)).Is(HttpStatusCode.OK);
        (string, string)[] typed = kind == "reset-password" ? [("Password", Owner.NewPassword)] : [];
        var done = await browser.SubmitAsync(page, typed);
        Assert.True(done.Location is not null, done.ToString());
    }

    private static async Task<Reply> AskAsync(Browser browser, string email) => await browser.FollowAsync(
        await browser.SubmitAsync(await browser.GetAsync("/account/forgot-password"), ("Email", email)));
}
