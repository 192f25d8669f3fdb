using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Claims: of scopes, asked for by name, and of how somebody signed in.</summary>
[Collection(FrontChannel.Name)]
public sealed class ClaimsTests(FrontChannelServer server)
{
    private const string NameAndNickname =
        """{"userinfo":{"name":{"essential":true},"nickname":null,"unheard_of":null},"id_token":{"email":null}}""";

    [Fact]
    [Spec("OIDC Core", "5.4")]
    public async Task Every_standard_claim_of_a_declared_person_has_its_type_at_userinfo()
    {
        using var grace = new Person(server, FrontChannelServer.Grace);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync("lenient", new JsonObject { ["scope"] = "openid profile email phone address" });
        var me = await UserInfoAsync(channel, await TokensAsync(grace, client, ("scope", "openid profile email phone address")));

        foreach (var name in (string[])["name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
            "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "email", "phone_number"])
            Assert.False(string.IsNullOrWhiteSpace(me.GetProperty(name).GetString()), name);
        Assert.True(me.GetProperty("email_verified").GetBoolean());
        Assert.True(me.GetProperty("phone_number_verified").GetBoolean());
        Assert.Equal("Arlington", me.GetProperty("address").GetProperty("locality").GetString());
        Assert.InRange(me.GetProperty("updated_at").GetInt64(), 631152000, DateTimeOffset.MaxValue.ToUnixTimeSeconds());
    }

    [Fact]
    [Spec("OIDC Core", "5.5")]
    public async Task Claims_asked_for_by_name_come_where_they_were_asked_for_and_after_a_refresh()
    {
        using var grace = new Person(server, FrontChannelServer.Grace);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync("trusted");
        var tokens = await TokensAsync(grace, client, ("scope", "openid offline_access"), ("claims", NameAndNickname));

        AssertNameAndNickname(await UserInfoAsync(channel, tokens));
        Assert.Equal(FrontChannelServer.Grace, CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("email").GetString());
        Assert.False(CodeFlowTests.Claims(tokens["id_token"]!).TryGetProperty("name", out _));
        Assert.DoesNotContain("nickname", CodeFlowTests.Claims(tokens["access_token"]!).ToString(), StringComparison.Ordinal);

        var refreshed = await channel.TokenAsync(
            ClientLogin.Basic(client, StandardServer.Secret), ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!));
        AssertNameAndNickname(await UserInfoAsync(channel, refreshed));
        Assert.Equal(FrontChannelServer.Grace, CodeFlowTests.Claims(refreshed["id_token"]!).GetProperty("email").GetString());
    }

    [Fact]
    public async Task Claim_that_no_scope_of_the_client_opens_is_not_its_to_ask_for()
    {
        using var grace = new Person(server, FrontChannelServer.Grace);
        using var channel = server.NewBackChannel();
        var tokens = await TokensAsync(
            grace, await server.NewClientAsync("trusted"), ("scope", "openid"), ("claims", """{"userinfo":{"phone_number":null,"name":null}}"""));
        var me = await UserInfoAsync(channel, tokens);
        Assert.Equal("Grace Brewster Hopper", me.GetProperty("name").GetString()); // the control
        Assert.False(me.TryGetProperty("phone_number", out _));
    }

    [Theory]
    [InlineData("id_token")]
    [InlineData("code id_token")]
    [Spec("OIDC Core", "5.5")]
    public async Task Claims_for_the_ID_token_stand_in_the_one_of_the_front_channel(string type)
    {
        using var grace = new Person(server, FrontChannelServer.Grace);
        var client = await server.NewClientAsync("lenient", type);
        var reply = await grace.WalkAsync(Person.AuthorizeUrl(
            client, ("response_type", type), ("scope", "openid"), ("claims", """{"id_token":{"name":{"essential":true}}}""")));
        Assert.Equal("Grace Brewster Hopper", CodeFlowTests.Claims(reply.Fragment["id_token"]).GetProperty("name").GetString());
    }

    [Fact]
    [Spec("OIDC Core", "5.5")]
    public async Task People_are_asked_once_about_claims_beyond_the_scopes()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("web");
        (string, string?)[] asked = [("scope", "openid"), ("claims", """{"userinfo":{"name":null,"email":null,"email_verified":null}}""")];
        await ada.WalkAsync(Person.AuthorizeUrl(client, ("scope", "openid")));
        Outcome.Redir(await ada.Browser.GetAsync(Person.AuthorizeUrl(client, [.. asked, ("prompt", "none")])), "consent_required", server);

        var page = await ada.WalkToConsentAsync(client, asked);
        Assert.Equal(["Full name", "Email"], page.Page.QuerySelectorAll("form li").Select(l => l.TextContent));
        Outcome.Code(await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page, ("decision", "allow"))), server);
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl(client, [.. asked, ("prompt", "none")])), server);
    }

    [Fact]
    public async Task Whoever_unticks_a_scope_does_not_give_its_claims_by_name()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync("web");
        var page = await ada.WalkToConsentAsync(
            client, ("scope", "openid profile email"), ("claims", """{"userinfo":{"name":null,"email":null}}"""));
        var back = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(page, ("scope", "email"), ("decision", "allow")));
        var tokens = await RedeemAsync(client, back.Query["code"]);
        var me = await UserInfoAsync(channel, tokens);
        Assert.Equal(ada.Email, me.GetProperty("email").GetString());
        Assert.False(me.TryGetProperty("name", out _));
    }

    [Theory]
    [InlineData("acr_values", "1fa", "1fa")]
    [InlineData("acr_values", "urn:none 1fa", "1fa")]
    [InlineData("acr_values", "1 2", "1fa")]
    [InlineData("claims", """{"id_token":{"acr":null}}""", "1fa")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":true,"values":["2fa","1fa"]}}}""", "1fa")]
    [InlineData("display", "popup", null)]
    [Spec("OIDC Core", "5.5.1.1")]
    public async Task Acr_is_said_where_it_was_asked_for(string name, string value, string? acr)
    {
        using var ada = await Person.NewAsync(server);
        var tokens = await TokensAsync(ada, await server.NewClientAsync("trusted"), (name, value));
        foreach (var token in (string[])["id_token", "access_token"])
            Assert.Equal(acr, Text(CodeFlowTests.Claims(tokens[token]!), "acr"));
        using var channel = server.NewBackChannel();
        var seen = await channel.PostAsync("/connect/introspect", StandardServer.Login("watcher"), ("token", tokens["access_token"]!));
        Assert.Equal(acr, seen["acr"]);
    }

    [Fact]
    [Spec("OIDC Registration", "2")]
    public async Task Acr_that_the_client_registered_is_asked_for_by_default()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted", new JsonObject { ["default_acr_values"] = new JsonArray("1fa") });
        Assert.Equal("1fa", Text(CodeFlowTests.Claims((await TokensAsync(ada, client))["id_token"]!), "acr"));
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"2fa"}}}""", "unmet_authentication_requirements")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:none"]}}}""", "unmet_authentication_requirements")]
    [InlineData("""{"id_token":{"sub":{"value":"somebody-else"}}}""", "login_required")]
    [InlineData("""{"userinfo":""", "invalid_request")]
    [InlineData("""{"id_token":{"acr":"1fa"}}""", "invalid_request")]
    [Spec("OIDC Unmet Authentication Requirements", "2")]
    public async Task AUR_16_AUR_19_claims_that_cannot_be_met(string claims, string error)
    {
        using var ada = await Person.NewAsync(server);
        await TokensAsync(ada, "trusted");
        Outcome.Redir(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("claims", claims), ("prompt", "none"))), error, server);
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("claims", """{"x":1}"""), ("prompt", "none"))), server);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1024 * 1024)]
    public async Task AUR_19_claims_of_any_size(int size)
    {
        using var ada = await Person.NewAsync(server);
        await TokensAsync(ada, "trusted");
        var reply = await ada.Browser.PostAsync(
            "/connect/authorize", AuthorizeServer.Members("trusted", ("claims", $$"""{"x":"{{new string('a', size)}}"}""")));
        if (size > 100_000)
            Outcome.Page(reply); // the whole request is too long to be read
        else
            Outcome.Redir(reply, "invalid_request", server);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.2")]
    public async Task Person_that_claims_name_is_given_out()
    {
        using var ada = await Person.NewAsync(server);
        await TokensAsync(ada, "trusted");
        var claims = $$$$"""{"id_token":{"sub":{"value":"{{{{await server.IdOfAsync(ada.Email)}}}}"}}}""";
        Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("claims", claims), ("prompt", "none"))), server);
    }

    private static void AssertNameAndNickname(JsonElement me)
    {
        Assert.Equal("Grace Brewster Hopper", me.GetProperty("name").GetString());
        Assert.Equal("Amazing Grace", me.GetProperty("nickname").GetString());
        Assert.False(me.TryGetProperty("email", out _));
        Assert.False(me.TryGetProperty("unheard_of", out _));
    }

    private static async Task<JsonElement> UserInfoAsync(BackChannel channel, Reply tokens)
    {
        var me = await channel.GetAsync("/connect/userinfo", tokens["access_token"]);
        Assert.True(me.Status == HttpStatusCode.OK, me.ToString());
        return me.Json;
    }

    private async Task<Reply> TokensAsync(Person person, string client, params (string Name, string? Value)[] changes) =>
        await RedeemAsync(client, await person.CodeAsync(client, changes));

    private async Task<Reply> RedeemAsync(string client, string code)
    {
        var tokens = await Person.RedeemAsync(server, client, code);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.ToString());
        return tokens;
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? value.GetString() : null;
}
