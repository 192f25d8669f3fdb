using System.Net;
using System.Security.Cryptography;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: what many requests, many tabs and planted cookies do.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class AuthorizeBrowserTests(AuthorizeServer server)
{
    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task AUR_35_languages_without_end_leave_nothing_behind()
    {
        const int requests = 10_000;
        using var channel = server.NewBackChannel();
        await AskInLanguagesAsync(channel, requests / 5);
        var before = server.Node.MemoryInUse();
        await AskInLanguagesAsync(channel, requests);
        var grown = server.Node.MemoryInUse() - before;
        // Kept, the texts alone would be 80 MB.
        Assert.True(grown < 60L << 20, $"{grown >> 20} MB more after {requests} requests");
    }

    [Fact]
    [Spec("RFC 9700", "4.7")]
    public async Task AUR_36_planted_session_is_not_what_the_victim_signs_in_to()
    {
        using var eve = await server.SignedInAsync();
        using var ada = await Person.NewAsync(server);
        // A request that Eve began, opened where her cookies are planted.
        var login = await eve.Browser.FollowAsync(
            await eve.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "login"), ("state", "eve"))));
        var address = server.Node.Address;
        foreach (Cookie planted in eve.Browser.Cookies.GetCookies(address))
            ada.Browser.Cookies.Add(address, new Cookie(planted.Name, planted.Value, "/"));
        var ofEve = eve.Browser.Cookies.GetCookies(address)["session"]!.Value;
        var signedIn = await ada.Browser.SubmitAsync(
            await ada.Browser.GetAsync(login.Url.ToString()), ("Email", ada.Email), ("Password", StandardServer.Password));
        Assert.NotEqual(ofEve, ada.Browser.Cookies.GetCookies(address)["session"]!.Value);

        // Her old session is over, and the sign-in that she watched gives her nothing.
        Assert.StartsWith("/account/login", (await eve.Browser.GetAsync(signedIn.Location!.ToString())).SentLocation, StringComparison.Ordinal);
        Outcome.Redir(await eve.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none"))), "login_required", server);
        Outcome.Code(await ada.Browser.GetAsync(signedIn.Location!.ToString()), server, state: "eve");
    }

    [Fact]
    public async Task AUR_37_opening_a_link_begins_no_session()
    {
        using var ada = await server.SignedInAsync();
        var user = await server.IdOfAsync(ada.Email);
        var before = (await SessionsAsync(user), Cookie(ada));
        foreach (var changes in new (string, string?)[][]
        {
            [("state", "of-the-attacker")], [("prompt", "none")], [("prompt", "login")], [("login_hint", "eve@example.org")], [("scope", "bogus")],
        })
        {
            await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", changes)));
        }

        Assert.Equal(before, (await SessionsAsync(user), Cookie(ada)));
        await ada.SignInAsync(await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "login")))));
        Assert.NotEqual(before, (await SessionsAsync(user), Cookie(ada)));
    }

    [Fact]
    public async Task AUR_40_people_at_the_same_time_each_get_their_own()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.SignedInAsync()));
        try
        {
            await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            {
                var person = people[i % people.Length];
                var (nonce, state) = ($"n-{i}", $"s-{i}");
                var client = i % 3 == 0 ? "other" : "trusted";
                var code = Outcome.Code(
                    await person.Browser.GetAsync(Person.AuthorizeUrl(client, ("nonce", nonce), ("state", state))), server, state: state);
                var claims = CodeFlowTests.Claims((await Person.RedeemAsync(server, client, code))["id_token"]!);
                Assert.Equal(nonce, claims.GetProperty("nonce").GetString());
                Assert.Equal((await server.IdOfAsync(person.Email)).ToString(), claims.GetProperty("sub").GetString());
                Assert.Equal(client, claims.GetProperty("aud").GetString());
            });
        }
        finally
        {
            foreach (var person in people)
                person.Dispose();
        }
    }

    [Fact]
    public async Task AUR_42_fifty_tabs_of_one_browser()
    {
        // A browser that was never here: its cookies stay few, whichever answer comes last.
        using var fresh = server.NewBrowser();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => fresh.GetAsync(Person.AuthorizeUrl("web", ("state", $"s{i}")))));
        Few(fresh);

        using var ada = await Person.NewAsync(server);
        await ada.Browser.GetAsync("/account/login");
        await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted"));
        var tabs = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("state", $"s{i}"))))));
        Assert.All(tabs, t => Assert.Equal(HttpStatusCode.OK, t.Status));
        Few(ada.Browser);

        await ada.SignInAsync(tabs[17]);
        var ends = await Task.WhenAll(tabs.Select(t => ada.Browser.GetAsync("/connect/authorize/resume" + t.Url.Query)));
        for (var i = 0; i < ends.Length; i++)
        {
            if (i == 17)
                Outcome.Page(ends[i]); // answered when its tab signed in
            else
                Outcome.Code(ends[i], server, state: $"s{i}");
        }

        Few(ada.Browser);
    }

    private void Few(Browser browser)
    {
        var header = browser.Cookies.GetCookieHeader(server.Node.Address);
        Assert.InRange(browser.Cookies.Count, 1, 5); // who waits, who signed in, the forms' own, the device's mark, the session iframe's
        Assert.InRange(header.Length, 1, 1024);
    }

    private Task<long> SessionsAsync(Guid user) =>
        server.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", user);

    private string Cookie(Person person) => person.Browser.Cookies.GetCookies(server.Node.Address)["session"]!.Value;

    private static Task AskInLanguagesAsync(BackChannel channel, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var languages = string.Join('+', Enumerable.Range(0, 100).Select(_ => RandomNumberGenerator.GetHexString(40)));
            var reply = await channel.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")) + "&ui_locales=" + languages);
            Assert.Equal("login_required", reply.Query["error"]);
        });
}
