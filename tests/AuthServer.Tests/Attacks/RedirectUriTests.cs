using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section RDR: addresses that are not the client's. The control of each is the registered address itself.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed partial class RedirectUriTests(AuthorizeServer server)
{
    private const string Good = StandardServer.Callback;

    [Fact]
    [Spec("RFC 6749", "3.1.2.4")]
    public Task RDR_01_address_that_is_not_registered() => RefusedAsync("https://evil.example/cb");

    [Theory]
    [InlineData("https://app.example/cb", "https://app.example/cb/x")]
    [InlineData("https://app.example/cb", "https://app.example/cb/")]
    [InlineData("https://app.example/cb/", "https://app.example/cb")]
    [InlineData("https://app.example", "https://app.example/")]
    [InlineData("https://app.example/", "https://app.example")]
    public async Task RDR_02_path_that_is_longer_or_shorter(string registered, string sent) =>
        await RefusedAsync(sent, registered, await server.NewClientAtAsync("trusted", registered));

    [Theory]
    [InlineData("?x=1")]
    [InlineData("?")]
    [InlineData("#frag")]
    [InlineData("#")]
    [InlineData("?x=1#frag")]
    public Task RDR_03_query_or_fragment_that_was_added(string added) => RefusedAsync(Good + added);

    [Theory]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb")]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb?x=2")]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb?x=1&y=2")]
    public async Task RDR_03_query_that_was_changed(string registered, string sent) =>
        await RefusedAsync(sent, registered, await server.NewClientAtAsync("trusted", registered));

    [Theory]
    [InlineData("https://app.example/CB")]
    [InlineData("https://APP.example/cb")]
    [InlineData("HTTPS://app.example/cb")]
    [InlineData("https://app.example:443/cb")]
    [InlineData("https://app.example./cb")]
    [InlineData("https://app.example/%63b")]
    [InlineData("https://app.example/./cb")]
    [Spec("RFC 9700", "2.1")]
    public Task RDR_04_another_spelling_of_the_same(string sent) => RefusedAsync(sent);

    [Theory]
    [InlineData("https://app.example@evil.example/cb")]
    [InlineData("https://app.example%40evil.example/cb")]
    [InlineData("https://app.example%40evil.example")]
    [InlineData("https://app.example/cb@evil.example")]
    [InlineData("https://a@app.example@evil.example/cb")]
    [InlineData("https://evil.example@app.example/cb")]
    [InlineData("https://app.example:443@evil.example/cb")]
    [InlineData("https://app.example/cb@@evil.example")]
    public Task RDR_05_user_names_that_look_like_hosts(string sent) => RefusedAsync(sent);

    [Theory]
    [InlineData(@"https://app.example\@evil.example/cb")]
    [InlineData(@"https:/\app.example/cb")]
    [InlineData(@"https:\\app.example/cb")]
    [InlineData(@"https:\\evil.example")]
    [InlineData(@"https://app.example\cb")]
    [InlineData("https:/app.example/cb")]
    [InlineData("https:app.example/cb")]
    [InlineData("///evil.example")]
    [InlineData("//app.example/cb")]
    [InlineData("/cb")]
    public Task RDR_06_slashes_that_parsers_read_differently(string sent) => RefusedAsync(sent);

    [Theory]
    [InlineData("https://app.example/cb/../evil")]
    [InlineData("https://app.example/cb/%2e%2e/evil")]
    [InlineData("https://app.example/cb/..;/evil")]
    [InlineData("https://app.example/cb/%252e%252e/")]
    [InlineData("https://app.example/cb/..%2fevil")]
    [InlineData("https://app.example/x/../cb")]
    public Task RDR_07_path_that_climbs(string sent) => RefusedAsync(sent);

    [Theory]
    [InlineData("https://foo.example.com", "https://fooaexample.com")]
    [InlineData("https://foo.example.com/cb", "https://foo.exampleXcom/cb")]
    [InlineData("https://foo.example.com/cb?a=(b)", "https://foo.example.com/cb?a=b")]
    [InlineData("https://foo.example.com/cb?a=b+", "https://foo.example.com/cb?a=bbb")]
    public async Task RDR_08_registration_is_no_pattern(string registered, string sent) =>
        await RefusedAsync(sent, registered, await server.NewClientAtAsync("trusted", registered));

    [Theory]
    [InlineData("https://app.example.evil.example/cb")]
    [InlineData("https://evilapp.example/cb")]
    [InlineData("https://evil.app.example/cb")]
    [InlineData("https://app.example/cb.evil.example")]
    [InlineData("https://app.exampl")]
    [InlineData("https://evil.example/?https://app.example/cb")]
    public Task RDR_09_address_that_begins_or_ends_alike(string sent) => RefusedAsync(sent);

    [Fact]
    public async Task RDR_10_client_without_addresses_learns_none_from_a_request()
    {
        var client = await server.NewClientAtAsync("trusted");
        for (var i = 0; i < 2; i++)
            Outcome.Page(await server.AskAsync(client, ("redirect_uri", Good)));
        Assert.Equal("[]", await server.ScalarAsync<string>(
            "SELECT (document->'redirect_uris')::text FROM clients WHERE client_id = $1", client));
        Outcome.Code(await server.AskAsync("trusted"), server);
    }

    [Fact]
    [Spec("RFC 8252", "7.3")]
    public async Task RDR_14_native_app_listens_on_any_port()
    {
        using var ada = await Person.NewAsync(server);
        foreach (var uri in new[] { "http://127.0.0.1:53211/cb", "http://127.0.0.1:1/cb", "http://127.0.0.1/cb" })
            Assert.NotNull((await ada.TokensAsync("native", ("redirect_uri", uri)))["access_token"]);
        // The port may vary from request to request, not between code and token.
        var code = await ada.CodeAsync("native", ("redirect_uri", "http://127.0.0.1:53211/cb"));
        Outcome.T400(await Person.RedeemAsync(server, "native", code, "http://127.0.0.1:53212/cb"), "invalid_grant");
    }

    [Theory]
    [InlineData("http://localhost:1234/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1:80.evil.example/cb")]
    [InlineData("http://127.0.0.1:1@evil.example/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://[::1]:9/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://127.1/cb")]
    [InlineData("http://0.0.0.0/cb")]
    [InlineData("http://127.0.0.1:0/cb")]
    [InlineData("http://127.0.0.1:080/cb")]
    [InlineData("http://127.0.0.1:65536/cb")]
    [InlineData("http://127.0.0.1:1/evil")]
    [InlineData("http://127.0.0.1:1/cb?x=1")]
    [InlineData("https://127.0.0.1:1/cb")]
    [Spec("RFC 8252", "8.3")]
    public async Task RDR_15_native_app_listens_nowhere_else(string sent)
    {
        Outcome.Page(await server.AskAsync("native", ("redirect_uri", sent)));
        var control = await server.AskAsync("native", ("redirect_uri", "http://127.0.0.1:1/cb"));
        Assert.Equal("/account/consent", control.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("https://app.example/cb", "https://app.example:8443/cb")]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:8443/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb")]
    public async Task RDR_16_web_client_has_one_port(string registered, string sent) =>
        await RefusedAsync(sent, registered, await server.NewClientAtAsync("trusted", registered));

    [Theory]
    [InlineData("https://app.example/cb", "https://app。example/cb")]
    [InlineData("https://app.example/cb", "https://аpp.example/cb")] // a Cyrillic letter
    [InlineData("https://app.example/caf%C3%A9", "https://app.example/café")]
    [InlineData("https://app.example/caf%C3%A9", "https://app.example/cafe%CC%81")]
    [InlineData("https://xn--bcher-kva.example/cb", "https://bücher.example/cb")]
    [InlineData("https://xn--bcher-kva.example/cb", "https://xn--bcher-KVA.example/cb")]
    public async Task RDR_17_letters_that_look_or_mean_the_same(string registered, string sent) =>
        await RefusedAsync(sent, registered, await server.NewClientAtAsync("trusted", registered));

    [Theory]
    [InlineData("\r\nX-Evil: 1")]
    [InlineData("%0d%0aX-Evil: 1")]
    [InlineData("\r\n\r\n<script>")]
    [InlineData("\0")]
    [InlineData("%00")]
    [InlineData("\t")]
    [InlineData("%09")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("\u2028")]
    [InlineData("\u202e")]
    [InlineData("\u0085")]
    public async Task RDR_18_control_characters(string added)
    {
        foreach (var sent in new[] { Good + added, added + Good, "https://app" + added + ".example/cb" })
            await RefusedAsync(sent);
    }

    [Fact]
    [Spec("RFC 6749", "3.1")]
    public async Task RDR_19_two_addresses()
    {
        const string evil = "https://evil.example/cb";
        Outcome.Page(await server.AskRawAsync("trusted", $"&redirect_uri={evil}"));
        Outcome.Page(await server.AskRawAsync("trusted", $"&redirect_uri={Good}", ("redirect_uri", evil)));
        Outcome.Page(await server.AskRawAsync("trusted", $"&redirect_uri={Good}"));
        Outcome.Code(await server.AskRawAsync("trusted", $"&redirect_urix={Good}"), server);
    }

    [Theory]
    [InlineData(Good, "https://evil.example/cb")]
    [InlineData("https://evil.example/cb", Good)]
    [InlineData(Good, Good)]
    [InlineData(Good, null)]
    public async Task RDR_20_addresses_in_query_and_body(string inQuery, string? inBody)
    {
        var browser = (await server.AdaAsync()).Browser;
        var members = AuthorizeServer.Members("trusted", ("redirect_uri", inBody));
        var reply = await browser.PostAsync($"/connect/authorize?redirect_uri={Uri.EscapeDataString(inQuery)}", members);
        Outcome.Page(reply);
        Outcome.Code(await browser.FollowAsync(
            await browser.PostAsync("/connect/authorize", AuthorizeServer.Members("trusted"))), server);
    }

    [Theory]
    [InlineData("trusted")]
    [InlineData("two")]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task RDR_21_no_address(string client)
    {
        foreach (var missing in new[] { null, "" })
            Outcome.Page(await server.AskAsync(client, ("redirect_uri", missing)));
        Assert.NotEqual(HttpStatusCode.BadRequest, (await server.AskAsync(client)).Status);
    }

    [Theory]
    [InlineData(8 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    public async Task RDR_22_address_without_end(int length)
    {
        var sent = Good + new string('a', length);
        using var channel = server.NewBackChannel();
        var got = await channel.GetAsync(Person.AuthorizeUrl("trusted", ("redirect_uri", sent)));
        if (length > 8 * 1024 && got.Status == HttpStatusCode.RequestUriTooLong)
            Assert.Null(got.SentLocation);
        else
            Outcome.Page(got);
        Outcome.Page(await (await server.AdaAsync()).Browser.PostAsync(
            "/connect/authorize", AuthorizeServer.Members("trusted", ("redirect_uri", sent))));
        Outcome.Code(await server.AskAsync("trusted"), server);
    }

    [Fact]
    [Spec("RFC 6749", "3.1.2.3")]
    public async Task RDR_24_address_of_another_client()
    {
        Outcome.Page(await server.AskAsync("trusted", ("redirect_uri", "http://localhost:9999/cb")));
        var control = await server.AskAsync("public-http", ("redirect_uri", "http://localhost:9999/cb"));
        Assert.Equal("/account/consent", control.Location?.AbsolutePath);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task RDR_25_nobody_learns_which_of_the_two_was_wrong()
    {
        var disabled = await server.NewClientAsync("trusted");
        await server.ExecuteAsync("UPDATE clients SET enabled = false WHERE client_id = $1", disabled);
        var known = await server.AskAsync("trusted", ("redirect_uri", "https://evil.example/cb"));
        foreach (var unknown in new[] { "nobody", "trusted ", "TRUSTED", "é", new string('c', 3000), disabled })
        {
            var reply = await server.AskAsync(unknown);
            Outcome.Page(reply);
            Assert.Equal(WithoutReference(known.Text), WithoutReference(reply.Text));
        }
    }

    private async Task RefusedAsync(string sent, string registered = Good, string client = "trusted")
    {
        var page = await server.AskAsync(client, ("redirect_uri", sent));
        Outcome.Page(page);
        Assert.DoesNotContain("evil", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Null(page.Header("X-Evil"));
        Outcome.Page(await (await server.AdaAsync()).Browser.PostAsync(
            "/connect/authorize", AuthorizeServer.Members(client, ("redirect_uri", sent))));
        // The fragment is what a browser would add to the answer, so the mode must not matter.
        Outcome.Page(await server.AskAsync(client, ("redirect_uri", sent), ("response_mode", "fragment")));
        Outcome.Code(await server.AskAsync(client, ("redirect_uri", registered)), server, registered);
    }

    private static string WithoutReference(string page) => Reference().Replace(page, "");

    [GeneratedRegex("<dt>Reference</dt><dd><code>[^<]*</code></dd>")]
    private static partial Regex Reference();
}
