using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>RP-initiated logout: who is asked, who is believed, and where a browser is never sent. Section LGO.</summary>
public sealed class EndSessionTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OIDC RP-Initiated Logout", "6")]
    public async Task LGO_01_link_without_a_hint_signs_nobody_out_before_they_say_so()
    {
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        foreach (var link in new[] { "/connect/endsession", "/connect/endsession?client_id=trusted", "/connect/endsession?state=x" })
        {
            var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(link));
            Assert.Equal("/account/logout", page.Url.AbsolutePath);
            Assert.Contains("Sign out of", page.Text, StringComparison.Ordinal);
        }

        Assert.True(await IsSignedInAsync(ada));
        var bye = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(
            await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/connect/endsession"))));
        Assert.Contains("signed out", bye.Text, StringComparison.Ordinal);
        Assert.False(await IsSignedInAsync(ada));
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task LGO_02_hint_that_nobody_here_signed_signs_nobody_out()
    {
        using var ada = await Person.NewAsync(server);
        var idToken = (await ada.TokensAsync("trusted"))["id_token"]!;
        var parts = idToken.Split('.');
        var none = $"{Base64Url.EncodeToString("""{"alg": "none"}"""u8)}.{parts[1]}.";
        var foreign = JwsWriter.Write(
            SigningKey.Create("mine", JwsAlgorithms.RS256), "JWT",
            Encoding.UTF8.GetBytes(new JsonObject
            {
                ["iss"] = "trusted",
                ["aud"] = server.Issuer,
                ["sub"] = (await server.IdOfAsync(ada.Email)).ToString(),
            }.ToJsonString()));
        foreach (var hint in new[] { none, foreign, idToken[..^4] + "AAAA", "nonsense", parts[0] + ".." + parts[2] })
        {
            var reply = await ada.Browser.GetAsync(EndSession(("id_token_hint", hint)));
            Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
            Assert.Null(reply.Location);
        }

        Assert.True(await IsSignedInAsync(ada));
    }

    [Fact]
    public async Task LGO_02_hint_of_another_person_or_another_client_is_not_enough()
    {
        using var ada = await Person.NewAsync(server);
        using var eve = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        var foreign = (await eve.TokensAsync("trusted"))["id_token"]!;
        var asked = await ada.Browser.GetAsync(EndSession(("id_token_hint", foreign)));
        Assert.Equal("/account/logout", asked.Location!.AbsolutePath);
        var mismatched = await ada.Browser.GetAsync(EndSession(("id_token_hint", foreign), ("client_id", "other")));
        Assert.Equal(HttpStatusCode.BadRequest, mismatched.Status);
        Assert.True(await IsSignedInAsync(ada));
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task LGO_02_own_hint_is_good_when_it_has_expired_and_when_its_session_is_over()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var idToken = (await ada.TokensAsync(client))["id_token"]!;
        await using (var late = await server.StartNodeAsync(("Tokens:IdLifetime", "1s")))
        {
            // Its ID token is over before it is used.
            using var channel = new BackChannel(late.Address);
            var code = await ada.CodeAsync(client);
            var tokens = await channel.TokenAsync(
                StandardServer.Login(client), ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));
            var expired = tokens["id_token"]!;
            await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > ExpiryOf(expired));
            Assert.Equal(StandardServer.Bye, (await ada.Browser.GetAsync(EndSession(("id_token_hint", expired)))).SentLocation);
        }

        Assert.False(await IsSignedInAsync(ada));
        Assert.Equal(StandardServer.Bye, (await ada.Browser.GetAsync(EndSession(("id_token_hint", idToken)))).SentLocation);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task LGO_03_nobody_is_sent_to_an_address_that_is_not_wholly_a_known_apps()
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        (string, string)[][] requests =
        [
            [("id_token_hint", hint), ("post_logout_redirect_uri", StandardServer.Bye + "/bad")],
            [("id_token_hint", hint), ("post_logout_redirect_uri", StandardServer.Bye + "?foo=bar")],
            [("id_token_hint", hint), ("post_logout_redirect_uri", StandardServer.Bye.ToUpperInvariant())],
            [("state", "s")],
            [("client_id", "nobody-knows-it")],
        ];
        foreach (var request in requests)
        {
            var reply = await ada.Browser.GetAsync(EndSession(request));
            Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
            Assert.Null(reply.Location);
            using var channel = server.NewBackChannel();
            var posted = await channel.PostAsync(
                "/connect/endsession", ClientLogin.Anonymous,
                [.. request.Append(("post_logout_redirect_uri", StandardServer.Bye)).DistinctBy(m => m.Item1)]);
            Assert.Equal(HttpStatusCode.BadRequest, posted.Status);
        }

        Assert.True(await IsSignedInAsync(ada));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a\r\nSet-Cookie: x=y")]
    [InlineData("&post_logout_redirect_uri=https://evil.example")]
    [InlineData("!\"#$%&'()*,-./:<=>?@[\\]^_`{|}~&#%\"<>'\\=?{}aZ09")]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task LGO_04_state_comes_back_as_it_was_and_alone(string state)
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        var bye = await ada.Browser.GetAsync(EndSession(("id_token_hint", hint), ("state", state)));
        Assert.StartsWith(StandardServer.Bye + "?state=", bye.SentLocation, StringComparison.Ordinal);
        Assert.Equal(state, Assert.Single(bye.Query).Value);
        Assert.Null(bye.Header("Set-Cookie")?.Contains("x=y", StringComparison.Ordinal) == true ? "split" : null);
    }

    [Fact]
    public async Task LGO_04_long_state_is_carried_and_none_is_made_up()
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        var state = new string('s', 4096);
        Assert.Equal(state, (await ada.Browser.GetAsync(EndSession(("id_token_hint", hint), ("state", state)))).Query["state"]);
        Assert.Equal(StandardServer.Bye, (await ada.Browser.GetAsync(EndSession(("id_token_hint", hint)))).SentLocation);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    public async Task LGO_05_address_that_a_browser_would_run_is_no_way_back_however_it_got_in(string address)
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync(
            "trusted", new JsonObject { ["post_logout_redirect_uris"] = new JsonArray(address) });
        var hint = (await ada.TokensAsync(client))["id_token"]!;
        var reply = await ada.Browser.GetAsync(EndSession(("id_token_hint", hint), ("post_logout_redirect_uri", address)));
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.DoesNotContain($"href=\"{address[..5]}", reply.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task LGO_06_cookie_of_before_opens_nothing_after()
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        var before = ada.Browser.Cookies.GetCookieHeader(server.Node.Address);
        await ada.Browser.GetAsync(EndSession(("id_token_hint", hint)));

        using var channel = server.NewBackChannel();
        var replay = new HttpRequestMessage(HttpMethod.Get, Person.AuthorizeUrl("trusted", ("prompt", "none")));
        replay.Headers.Add("Cookie", before);
        Assert.Equal("login_required", (await channel.SendAsync(replay)).Query["error"]);
    }

    [Theory]
    [InlineData("id_token_hint")]
    [InlineData("client_id")]
    public async Task Sign_out_without_a_way_back_ends_on_our_page(string with)
    {
        using var ada = await Person.NewAsync(server);
        var hint = (await ada.TokensAsync("trusted"))["id_token"]!;
        var reply = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(
            "/connect/endsession?state=s&" + (with == "client_id" ? "client_id=trusted" : "id_token_hint=" + hint)));
        if (with == "client_id")
            reply = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(reply));
        Assert.Equal((HttpStatusCode.OK, "/account/logout"), (reply.Status, reply.Url.AbsolutePath));
        Assert.Contains("signed out", reply.Text, StringComparison.Ordinal);
        Assert.False(await IsSignedInAsync(ada));
    }

    [Fact]
    public async Task LGO_20_sign_out_in_one_tab_leaves_nothing_to_allow_in_the_other()
    {
        using var ada = await Person.NewAsync(server);
        var consent = await ada.WalkToConsentAsync("web");
        await ada.Browser.SubmitAsync(await ada.Browser.GetAsync("/account/logout"));
        var reply = await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(consent, ("decision", "allow")));
        Assert.Equal("/account/login", reply.Url.AbsolutePath);
    }

    internal static string EndSession(params (string Name, string Value)[] members) => "/connect/endsession?" + string.Join(
        '&',
        members.Append(("post_logout_redirect_uri", StandardServer.Bye)).DistinctBy(m => m.Item1)
            .Select(m => $"{m.Item1}={Uri.EscapeDataString(m.Item2)}"));

    private static long ExpiryOf(string jwt) => JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1]))!["exp"]!.GetValue<long>();

    private static async Task<bool> IsSignedInAsync(Person person) =>
        (await person.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")))).Query.ContainsKey("code");
}
