using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: how a request is written, and what comes back with the answer.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class AuthorizeWireTests(AuthorizeServer server)
{
    [Fact]
    public async Task AUR_04_parked_request_cannot_be_changed_on_its_way()
    {
        using var ada = await Person.NewAsync(server);
        const string forged = "&response_type=token&response_mode=fragment&scope=openid%20admin&redirect_uri=https%3A%2F%2Fevil.example&client_id=spa&state=evil";
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted")));
        var signedIn = await ada.Browser.PostAsync(
            login.Url + forged,
            ("Email", ada.Email), ("Password", StandardServer.Password), ("form", login.Form.QuerySelector("[name=form]")!.GetAttribute("value")!),
            ("response_type", "token"), ("scope", "openid admin"), ("redirect_uri", "https://evil.example"), ("client_id", "spa"));
        var code = Outcome.Code(await ada.Browser.GetAsync(signedIn.Location + forged), server);
        Assert.Equal("openid offline_access orders.read", (await Person.RedeemAsync(server, "trusted", code))["scope"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a&b=c#d\"e'f<g>h%20i+j k\\l")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("a\r\nSet-Cookie: session=evil")]
    [InlineData("%0d%0aX-Evil: 1")]
    [InlineData("e\u0301é😀\u2028")]
    [InlineData("&error=x&code=y")]
    [Spec("RFC 6749", "4.1.2")]
    public async Task AUR_20_state_comes_back_as_it_went(string state)
    {
        var good = await server.AskAsync("trusted", ("state", state));
        Outcome.Code(good, server, state: state);
        Outcome.Redir(await server.AskAsync("trusted", ("state", state), ("scope", "bogus")), "invalid_scope", server, state: state);
        var fragment = await server.AskAsync("trusted", ("state", state), ("scope", "bogus"), ("response_mode", "fragment"));
        Outcome.RedirInFragment(fragment, "invalid_scope", server, state);
        var form = await server.AskAsync("trusted", ("state", state), ("response_mode", "form_post"));
        Assert.Null(form.Page.QuerySelector("script:not([src])"));
        // A parser reads what an attribute holds; line ends are one sign to it.
        Assert.Equal(
            state.ReplaceLineEndings("\n"), form.Form.QuerySelector("[name=state]")?.GetAttribute("value")?.ReplaceLineEndings("\n"));
        foreach (var reply in new[] { good, fragment, form })
            Assert.True(reply.Header("X-Evil") is null && reply.Header("Set-Cookie")?.Contains("evil", StringComparison.Ordinal) != true);
    }

    [Fact]
    public async Task AUR_20_state_has_an_end()
    {
        foreach (var length in new[] { 4096, 8192 })
            Outcome.Code(await server.AskAsync("trusted", ("state", new string('s', length))), server, state: new string('s', length));
        foreach (var length in new[] { 8193, 40_000 })
            Outcome.Redir(await server.AskAsync("trusted", ("state", new string('s', length))), "invalid_request", server, state: null);
        foreach (var broken in new[] { "%ff", "a%00b", "%c3%28", "%ed%a0%80" })
        {
            var got = await server.AskRawAsync("trusted", "&state=" + broken, ("state", null));
            Outcome.Redir(got, "invalid_request", server, state: null);
            using var channel = server.NewBackChannel();
            var body = Person.AuthorizeUrl("trusted", ("state", null)).Split('?')[1] + "&state=" + broken;
            Outcome.Redir(await channel.PostRawAsync("/connect/authorize", body), "invalid_request", server, state: null);
        }
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task AUR_21_ID_token_holds_the_nonce_of_its_own_request()
    {
        foreach (var nonce in new[] { null, "n-2", "n-2", "\"</script>é😀", new string('n', 4096), new string('n', 8192) })
        {
            var code = Outcome.Code(await server.AskAsync("trusted", ("nonce", nonce)), server);
            var claims = CodeFlowTests.Claims((await Person.RedeemAsync(server, "trusted", code))["id_token"]!);
            Assert.Equal(nonce, claims.TryGetProperty("nonce", out var value) ? value.GetString() : null);
        }

        Outcome.Redir(await server.AskAsync("trusted", ("nonce", new string('n', 8193))), "invalid_request", server);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    [InlineData("response_type")]
    [InlineData("response_mode")]
    [InlineData("scope")]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("code_challenge")]
    [InlineData("code_challenge_method")]
    [InlineData("prompt")]
    [InlineData("max_age")]
    [InlineData("login_hint")]
    [InlineData("id_token_hint")]
    [InlineData("acr_values")]
    [InlineData("ui_locales")]
    [InlineData("display")]
    [InlineData("claims")]
    [InlineData("nobody_knows_it")]
    [Spec("RFC 6749", "3.1")]
    public async Task AUR_22_parameter_sent_twice(string name)
    {
        var once = AuthorizeServer.Members("trusted").FirstOrDefault(m => m.Name == name).Value ?? "query";
        foreach (var second in new[] { once, "other" })
        {
            var reply = await server.AskRawAsync("trusted", $"&{name}={Uri.EscapeDataString(second)}", (name, once));
            if (name is "client_id" or "redirect_uri")
                Outcome.Page(reply);
            else
                Outcome.Redir(reply, "invalid_request", server, state: name == "state" ? null : "s-1");
        }

        Outcome.Code(await server.AskAsync("trusted"), server);
    }

    [Fact]
    public async Task AUR_23_unknown_parameters_are_ignored_and_empty_ones_absent()
    {
        Outcome.Code(await server.AskRawAsync("trusted", "&foo=bar&extra&=x&&%C3%A9=1&a.b[c]=d"), server);
        const string empty = "&prompt=&max_age=&nonce=&login_hint&id_token_hint=&claims=&request=&request_uri=&response_mode=&resource=&acr_values=";
        Outcome.Code(await server.AskRawAsync("trusted", empty, ("nonce", null)), server);
        Outcome.Code(await server.AskAsync("trusted", ("state", "")), server, state: null);
        Outcome.Page(await server.AskAsync("", ("redirect_uri", StandardServer.Callback)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("HEAD")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    public async Task AUR_24_method(string method)
    {
        var ada = await server.AdaAsync();
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(new HttpMethod(method), Person.AuthorizeUrl("trusted"));
        request.Headers.Add("Cookie", ada.Browser.Cookies.GetCookieHeader(server.Node.Address));
        var reply = await channel.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.Equal("GET, POST", reply.Header("Allow"));
        Assert.Null(reply.SentLocation);
        Outcome.GivesNothingAway(reply);
    }

    [Theory]
    [InlineData("application/json", "{\"client_id\":\"trusted\",\"redirect_uri\":\"https://app.example/cb\",\"response_type\":\"code\"}")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\ntrusted\r\n--b--\r\n")]
    [InlineData("text/plain", "client_id=trusted")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", "client_id=trusted")]
    [InlineData("", "client_id=trusted")]
    [InlineData("nonsense", "client_id=trusted")]
    public async Task AUR_24_body_of_another_type(string type, string body)
    {
        using var channel = server.NewBackChannel();
        var reply = await channel.PostRawAsync("/connect/authorize", body, type);
        Assert.True(reply.Status == HttpStatusCode.UnsupportedMediaType, reply.ToString());
        Assert.Null(reply.SentLocation);
        Outcome.GivesNothingAway(reply);
        var control = await channel.PostRawAsync(
            "/connect/authorize", Person.AuthorizeUrl("trusted").Split('?')[1], "application/x-www-form-urlencoded; charset=UTF-8");
        Assert.Equal("/connect/authorize/resume", control.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("GET", "https://app.example")]
    [InlineData("GET", "https://evil.example")]
    [InlineData("GET", "null")]
    [InlineData("OPTIONS", "https://app.example")]
    [Spec("RFC 9700", "2.6")]
    public async Task AUR_25_no_script_of_another_origin_reads_the_answer(string method, string origin)
    {
        foreach (var path in new[] { Person.AuthorizeUrl("trusted"), "/connect/introspect", "/account/login" })
        {
            var reply = await AskFromAsync(path, method, origin);
            Assert.Null(reply.Header("Access-Control-Allow-Origin"));
            Assert.Null(reply.Header("Access-Control-Allow-Methods"));
            Assert.Null(reply.Header("Access-Control-Allow-Headers"));
        }

        // The control: the token endpoint does answer the app's own origin.
        var control = await AskFromAsync("/connect/token", method == "GET" ? "POST" : method, origin);
        Assert.Equal(origin == "https://app.example" ? origin : null, control.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    [Spec("RFC 9207", "2")]
    public async Task AUR_26_every_answer_names_its_issuer()
    {
        using var channel = server.NewBackChannel();
        var metadata = await channel.GetAsync("/.well-known/openid-configuration");
        Assert.Equal("True", metadata["authorization_response_iss_parameter_supported"]);
        var issuer = metadata["issuer"];
        Assert.Equal(server.Issuer, issuer);
        Assert.Equal(issuer, (await server.AskAsync("trusted")).Query["iss"]);
        Assert.Equal(issuer, (await server.AskAsync("trusted", ("scope", "bogus"))).Query["iss"]);
        Assert.Equal(issuer, (await server.AskAsync("trusted", ("response_mode", "fragment"))).Fragment["iss"]);
        Assert.Equal(issuer, (await server.AskAsync("trusted", ("response_mode", "fragment"), ("scope", "bogus"))).Fragment["iss"]);
        var form = await server.AskAsync("trusted", ("response_mode", "form_post"));
        Assert.Equal(issuer, form.Form.QuerySelector("[name=iss]")?.GetAttribute("value"));
    }

    private async Task<Reply> AskFromAsync(string path, string method, string origin)
    {
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", origin);
        if (method == "OPTIONS")
            request.Headers.Add("Access-Control-Request-Method", path.Contains("authorize", StringComparison.Ordinal) ? "GET" : "POST");
        return await channel.SendAsync(request);
    }
}
