using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Implicit and hybrid flows: what comes from the authorization endpoint itself.</summary>
[Collection(FrontChannel.Name)]
public sealed class HybridTests(FrontChannelServer server)
{
    private static readonly (string, string?)[] NoPkce = [("code_challenge", null), ("code_challenge_method", null)];

    [Theory]
    [InlineData("id_token", "lenient")]
    [InlineData("id_token token", "lenient")]
    [InlineData("code id_token", "lenient")]
    [InlineData("code token", "lenient")]
    [InlineData("code id_token token", "lenient")]
    [InlineData("code id_token token", "es256")]
    [InlineData("id_token token", "opaque")]
    [Spec("OIDC Core", "3.3.2.5")]
    public async Task Answer_holds_what_was_asked_for_and_its_hashes(string type, string like)
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync(like, type);
        var answer = await AnswerAsync(ada, client, type, like == "lenient" ? NoPkce : []);

        Assert.Equal(
            type.Split(' ').Select(w => w == "token" ? "access_token" : w).Order(),
            answer.Keys.Except(["state", "iss", "session_state", "token_type", "expires_in"]).Order());
        Assert.Equal(answer.ContainsKey("access_token"), answer.GetValueOrDefault("token_type") == "Bearer");
        Assert.Equal(answer.ContainsKey("access_token"), answer.GetValueOrDefault("expires_in") == "900");
        var subject = (await server.IdOfAsync(ada.Email)).ToString();
        if (answer.GetValueOrDefault("id_token") is { } idToken)
        {
            var claims = CodeFlowTests.Claims(idToken);
            Assert.Equal("n-1", claims.GetProperty("nonce").GetString());
            Assert.Equal(subject, claims.GetProperty("sub").GetString());
            Assert.Equal(HashOf(answer.GetValueOrDefault("access_token")), Text(claims, "at_hash"));
            Assert.Equal(HashOf(answer.GetValueOrDefault("code")), Text(claims, "c_hash"));
        }

        if (answer.GetValueOrDefault("access_token") is { } accessToken)
            Assert.Equal(subject, (await channel.GetAsync("/connect/userinfo", accessToken))["sub"]);
        if (answer.GetValueOrDefault("code") is { } code)
        {
            var tokens = await channel.TokenAsync(ClientLogin.Basic(client, StandardServer.Secret), [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", StandardServer.Callback),
                .. like == "lenient" ? [] : new[] { ("code_verifier", Person.Verifier) }]);
            Assert.True(tokens.Status == HttpStatusCode.OK, tokens.ToString());
            Assert.Equal(subject, CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("sub").GetString());
            Assert.Equal(HashOf(tokens["access_token"]), Text(CodeFlowTests.Claims(tokens["id_token"]!), "at_hash"));
        }
    }

    [Theory]
    [InlineData("id_token", true)]
    [InlineData("id_token token", false)]
    [InlineData("code id_token", false)]
    [Spec("OIDC Core", "5.4")]
    public async Task Claims_of_scopes_stand_in_the_ID_token_where_no_access_token_follows(string type, bool there)
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("lenient", type);
        var answer = await AnswerAsync(ada, client, type, ("scope", "openid profile email"));
        var claims = CodeFlowTests.Claims(answer["id_token"]);
        Assert.Equal(there ? ada.Email : null, Text(claims, "email"));
        Assert.Equal(there ? "Ada Example" : null, Text(claims, "name"));
    }

    [Theory]
    [InlineData("id_token", "invalid_request")]
    [InlineData("id_token token", "invalid_request")]
    [InlineData("code id_token", "invalid_request")]
    [InlineData("code id_token token", "invalid_request")]
    [InlineData("code token", null)]
    [InlineData("code", null)]
    [Spec("OIDC Core", "3.2.2.1")]
    public async Task Nonce_is_needed_where_the_ID_token_comes_through_the_browser(string type, string? error)
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("lenient", type);
        var reply = await ada.WalkAsync(Person.AuthorizeUrl(client, ("response_type", type), ("nonce", null)));
        if (error is not null)
            Outcome.RedirInFragment(reply, error, server);
        else
            Assert.True((type == "code" ? reply.Query : reply.Fragment).ContainsKey("code"), reply.SentLocation);
    }

    [Fact]
    [Spec("OIDC Core", "3.2.2.1")]
    public async Task ID_token_needs_scope_openid()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("lenient", "code id_token");
        var reply = await ada.WalkAsync(Person.AuthorizeUrl(client, ("response_type", "code id_token"), ("scope", "orders.read")));
        Outcome.RedirInFragment(reply, "invalid_scope", server);
    }

    [Theory]
    [InlineData("id_token token", "bogus", "unsupported_response_type")]
    [InlineData("id_token token", null, "invalid_request")]
    [InlineData("id_token token", "code", "unauthorized_client")]
    [InlineData("id_token token", "id_token token", "login_required")]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task Errors_are_posted_where_the_answer_would_have_been(string registered, string? asked, string error)
    {
        var client = await server.NewClientAsync("lenient", registered);
        using var nobody = server.NewBrowser();
        var page = await nobody.GetAsync(Person.AuthorizeUrl(
            client, ("response_type", asked), ("response_mode", "form_post"), ("prompt", "none")));
        Assert.Equal(StandardServer.Callback, page.Form.GetAttribute("action"));
        Assert.Equal(error, page.Form.QuerySelector("[name=error]")?.GetAttribute("value"));
        Assert.Equal("s-1", page.Form.QuerySelector("[name=state]")?.GetAttribute("value"));
    }

    [Fact]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task Tokens_are_posted_where_that_was_asked()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("lenient", "code id_token token");
        var page = await ada.WalkAsync(Person.AuthorizeUrl(
            client, ("response_type", "token code id_token"), ("response_mode", "form_post")));
        Assert.Equal(
            ["access_token", "code", "expires_in", "id_token", "iss", "session_state", "state", "token_type"],
            page.Form.QuerySelectorAll("input[type=hidden]").Select(i => i.GetAttribute("name")!).Order());
        Assert.Null(page.SentLocation);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task Replayed_code_takes_along_the_access_token_that_came_with_it()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync("lenient", "code token");
        var answer = await AnswerAsync(ada, client, "code token", NoPkce);
        Task<Reply> RedeemAsync() => channel.TokenAsync(
            ClientLogin.Basic(client, StandardServer.Secret), ("grant_type", "authorization_code"), ("code", answer["code"]),
            ("redirect_uri", StandardServer.Callback));

        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/connect/userinfo", answer["access_token"])).Status);
        Outcome.T400(await RedeemAsync(), "invalid_grant");
        Outcome.RS401(await channel.GetAsync("/connect/userinfo", answer["access_token"]));
    }

    [Fact]
    [Spec("OIDC Core", "3.2.2.5")]
    public async Task Access_token_without_a_code_ends_with_the_sign_out_and_brings_no_refresh_token()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var client = await server.NewClientAsync("lenient", "id_token token");
        var answer = await AnswerAsync(ada, client, "id_token token", ("scope", "openid offline_access"));
        Assert.DoesNotContain("refresh_token", answer.Keys);
        Assert.Equal("openid", Text(CodeFlowTests.Claims(answer["access_token"]), "scope"));
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/connect/userinfo", answer["access_token"])).Status);

        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/account/logout"));
        await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page));
        Outcome.RS401(await channel.GetAsync("/connect/userinfo", answer["access_token"]));
    }

    [Fact]
    [Spec("RFC 7636", "4.3")]
    public async Task Challenge_is_asked_for_where_there_is_a_code_to_protect()
    {
        using var ada = await Person.NewAsync(server);
        var withCode = await server.NewClientAsync("trusted", "code id_token");
        var refused = await ada.WalkAsync(Person.AuthorizeUrl(withCode, [("response_type", "code id_token"), .. NoPkce]));
        Outcome.RedirInFragment(refused, "invalid_request", server);
        var without = await server.NewClientAsync("trusted", "id_token");
        Assert.NotEmpty((await AnswerAsync(ada, without, "id_token", NoPkce))["id_token"]);
    }

    [Fact]
    [Spec("RFC 6749", "4.2.2")]
    public async Task Scope_is_said_where_it_is_not_what_was_asked()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("web", "id_token token", new JsonObject { ["require_pkce"] = false });
        var page = await ada.WalkToConsentAsync(client, ("response_type", "id_token token"), ("scope", "openid orders.read"));
        var some = await ada.Browser.FollowAsync(
            await ada.Browser.SubmitAsync(page, ("scope", "openid"), ("decision", "allow")));
        Assert.Equal("openid", some.Fragment["scope"]);
        Assert.Equal("openid", Text(CodeFlowTests.Claims(some.Fragment["access_token"]), "scope"));
    }

    [Fact]
    [Spec("OpenID Connect Prompt Create", "4.1")]
    public async Task Prompt_create_leads_to_the_page_that_makes_an_account_or_where_nobody_registers_to_the_sign_in()
    {
        using var ada = await Person.NewAsync(server);
        var url = Person.AuthorizeUrl("trusted", ("prompt", "create"));
        var first = await ada.Browser.GetAsync(url);
        Assert.StartsWith("/account/register?request=", first.SentLocation, StringComparison.Ordinal);

        // Nobody registers with this server; whoever has an account signs in and is back with the app.
        var login = await ada.Browser.FollowAsync(first);
        Assert.Equal("/account/login", login.Url.AbsolutePath);
        Outcome.Code(await ada.SignInAsync(login), server);
        Outcome.Code(await ada.Browser.GetAsync(url), server);
        Outcome.Redir(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none create"))), "invalid_request", server);
    }

    /// <summary>Walks to the answer in the fragment, which has nothing in the query.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AnswerAsync(
        Person person, string client, string type, params (string, string?)[] changes)
    {
        var reply = await person.WalkAsync(Person.AuthorizeUrl(
            client, [("response_type", type), ("scope", "openid orders.read"), .. changes]));
        Assert.True(reply.Fragment.Count > 0, reply.ToString() + reply.SentLocation);
        Assert.Empty(reply.Query);
        Assert.DoesNotContain("error", reply.Fragment.Keys);
        Assert.Equal("s-1", reply.Fragment["state"]);
        Assert.Equal(server.Issuer, reply.Fragment["iss"]);
        return reply.Fragment;
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? HashOf(string? value) => value is null
        ? null
        : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value)).AsSpan(0, 16));
}
