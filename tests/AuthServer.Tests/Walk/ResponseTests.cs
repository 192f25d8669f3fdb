using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>How answers travel, and what tokens hold.</summary>
public sealed class ResponseTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OAuth 2.0 Multiple Response Types", "2.1")]
    public async Task Answer_travels_in_the_fragment_where_that_was_asked()
    {
        using var ada = await Person.NewAsync(server);
        await ada.CodeAsync("trusted");
        var reply = await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("response_mode", "fragment")));
        Assert.True(reply.Fragment.ContainsKey("code"));
        Assert.Equal(server.Issuer, reply.Fragment["iss"]);
        Assert.Empty(reply.Query);
    }

    [Fact]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task Answer_travels_in_a_form_where_that_was_asked()
    {
        using var ada = await Person.NewAsync(server);
        await ada.CodeAsync("trusted");
        var page = await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("response_mode", "form_post"), ("state", "<&\">")));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(StandardServer.Callback, page.Form.GetAttribute("action"));
        var members = page.Form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        Assert.Equal(["code", "iss", "session_state", "state"], members.Keys.Order());
        Assert.Equal("<&\">", members["state"]);

        var tokens = await Person.RedeemAsync(server, "trusted", members["code"]);
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Request_by_post_is_a_request()
    {
        using var ada = await Person.NewAsync(server);
        await ada.CodeAsync("trusted");
        using var otherSite = server.NewBackChannel(); // a cross-site form brings no cookies
        var parked = await otherSite.PostRawAsync("/connect/authorize", Person.AuthorizeUrl("trusted").Split('?')[1]);
        Assert.Equal("/connect/authorize/resume", parked.Location!.AbsolutePath);
        var answer = await ada.Browser.GetAsync(parked.Location.ToString());
        Assert.True(answer.Query.ContainsKey("code"), answer.ToString());
    }

    [Fact]
    [Spec("OIDC Core", "2")]
    public async Task Id_token_is_of_the_registered_algorithm_and_says_who_when_and_how()
    {
        using var ada = await Person.NewAsync(server, "admin");
        var tokens = await ada.TokensAsync("trusted", ("scope", "openid roles profile email"));
        var es256 = await ada.TokensAsync("es256");
        Assert.Equal("RS256", Header(tokens["id_token"]!));
        Assert.Equal("ES256", Header(es256["id_token"]!));

        var claims = CodeFlowTests.Claims(tokens["id_token"]!);
        Assert.Equal(server.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal("trusted", claims.GetProperty("aud").GetString());
        Assert.Equal("n-1", claims.GetProperty("nonce").GetString());
        Assert.Equal("pwd", claims.GetProperty("amr")[0].GetString());
        Assert.Equal(["admin", "user"], claims.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!).Order());
        Assert.True(claims.TryGetProperty("at_hash", out _));
        Assert.False(claims.TryGetProperty("email", out _), "claims of profile and email are for userinfo (OIDC Core §5.4)");
    }

    [Fact]
    [Spec("RFC 9068", "2")]
    public async Task Access_token_names_its_audience_and_shows_no_inner_id()
    {
        using var ada = await Person.NewAsync(server);
        var both = CodeFlowTests.Claims((await ada.TokensAsync("trusted"))["access_token"]!);
        Assert.Equal(
            new[] { server.Issuer, StandardServer.OrdersApi }.Order(),
            both.GetProperty("aud").EnumerateArray().Select(a => a.GetString()!).Order());
        var api = CodeFlowTests.Claims((await ada.TokensAsync("trusted", ("scope", "orders.read")))["access_token"]!);
        Assert.Equal(StandardServer.OrdersApi, api.GetProperty("aud").GetString());
        var named = CodeFlowTests.Claims(
            (await ada.TokensAsync("trusted", ("scope", "orders.read"), ("resource", StandardServer.OrdersApi)))["access_token"]!);
        Assert.Equal(StandardServer.OrdersApi, named.GetProperty("aud").GetString());

        var id = await server.ScalarAsync<Guid>(
            "SELECT a.id FROM authorizations a JOIN users u ON u.id = a.user_id WHERE u.email = $1 LIMIT 1", ada.Email);
        Assert.DoesNotContain(id.ToString(), both.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Opaque_token_works_where_a_jwt_does()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var token = (await ada.TokensAsync("opaque"))["access_token"]!;
        Assert.DoesNotContain('.', token);
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/connect/userinfo", token)).Status);
        Assert.Equal("True", (await channel.PostAsync("/connect/introspect", StandardServer.Login("api"), ("token", token)))["active"]);
    }

    [Fact]
    public async Task Admin_is_granted_to_administrators_alone()
    {
        using var ada = await Person.NewAsync(server);
        using var grace = await Person.NewAsync(server, "admin");
        Assert.Equal("openid", (await ada.TokensAsync("admin-console", ("scope", "openid admin")))["scope"]);
        Assert.Equal("openid admin", (await grace.TokensAsync("admin-console", ("scope", "openid admin")))["scope"]);
    }

    private static string Header(string jwt) =>
        System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[0]))
            .RootElement.GetProperty("alg").GetString()!;
}
