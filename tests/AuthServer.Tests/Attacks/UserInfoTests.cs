using System.Net;
using System.Net.Http.Headers;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Userinfo: OIDC Core §5.3, RFC 6750.</summary>
[Collection(TokenServer.Name)]
public sealed class UserInfoTests(StandardServer server)
{
    [Theory]
    [Spec("RFC 6750", "2.1")]
    [InlineData("Bearer ", HttpStatusCode.OK)]
    [InlineData("bearer ", HttpStatusCode.OK)]
    [InlineData("BEARER ", HttpStatusCode.OK)]
    [InlineData("Bearer\t", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer  ", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer,", HttpStatusCode.Unauthorized)]
    [InlineData("DPoP ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic ", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task RTK_25_scheme_is_bearer_in_any_case_and_one_space(string scheme, HttpStatusCode status)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        var reply = await AskAsync(desk, HttpMethod.Get, authorization: scheme + token);
        Assert.Equal(status, reply.Status);
        if (status != HttpStatusCode.OK)
            Outcome.RS401(reply);
    }

    [Fact]
    [Spec("RFC 6750", "2")]
    public async Task RTK_25_token_comes_in_one_place_and_never_in_the_query()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            Refused(await AskAsync(desk, method, query: $"?access_token={token}"));
            Refused(await AskAsync(desk, method, query: $"?access_token={token}", authorization: $"Bearer {token}"));
        }

        Refused(await AskAsync(desk, HttpMethod.Post, authorization: $"Bearer {token}", body: $"access_token={token}"));
        Refused(await AskAsync(desk, HttpMethod.Post, body: $"access_token={token}&access_token={token}"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(desk, HttpMethod.Post, body: $"access_token={token}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(desk, HttpMethod.Post, $"Bearer {token}")).Status);
        Assert.DoesNotContain(token, server.Node.Log, StringComparison.Ordinal);

        var nothing = await AskAsync(desk, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.Unauthorized, nothing.Status);
        Assert.Equal("Bearer", nothing.Header("WWW-Authenticate")); // who brought nothing is told of no error (§3.1)
        foreach (var empty in new[] { "Bearer ", "Bearer" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(desk, HttpMethod.Get, empty)).Status);
    }

    [Fact]
    [Spec("OIDC Core", "5.3")]
    public async Task RTK_26_only_an_access_token_with_openid_opens_userinfo()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await ada.TokensAsync("trusted");
        foreach (var token in new[] { tokens["id_token"]!, tokens["refresh_token"]!, "nonsense", "a.b.c" })
            Outcome.RS401(await desk.UserInfoAsync(token));
        var machine = (await desk.MachineAsync("machine"))["access_token"]!;
        var narrow = await desk.RefreshAsync("trusted", tokens["refresh_token"]!, ("scope", "orders.read"));
        foreach (var token in new[] { machine, narrow["access_token"]! })
        {
            var reply = await desk.UserInfoAsync(token);
            Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
            Assert.Contains("error=\"insufficient_scope\"", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
            Outcome.GivesNothingAway(reply);
        }

        Assert.Equal(HttpStatusCode.OK, (await desk.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET epoch = nextval('epochs') WHERE id = $1")]
    public async Task RTK_27_user_disabled_after_issue_has_no_userinfo(string sql)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, (await desk.UserInfoAsync(token)).Status);
        await server.ChangeAsync(ada, sql);
        await Eventually.TrueAsync(
            async () => (await desk.UserInfoAsync(token)).Status != HttpStatusCode.OK);
        Outcome.RS401(await desk.UserInfoAsync(token));
        Outcome.Off(await desk.IntrospectAsync("watcher", token));
    }

    [Theory]
    [Spec("OIDC Core", "5.4")]
    [InlineData("openid", "sub")]
    [InlineData("openid email", "email email_verified sub")]
    [InlineData("openid orders.read", "sub")]
    [InlineData("openid roles", "roles sub")]
    [InlineData("openid profile", "name sub updated_at")]
    public async Task RTK_28_userinfo_says_what_the_scopes_ask_for_and_no_more(string scope, string claims)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await ada.TokensAsync("trusted", ("scope", scope));
        var info = await desk.UserInfoAsync(tokens["access_token"]!);
        Assert.Equal(claims, string.Join(' ', info.Json.EnumerateObject().Select(p => p.Name).Order()));
    }

    [Fact]
    public async Task TOK_24_no_profile_and_no_scope_overwrites_what_the_server_says()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        string[] reserved =
        [
            "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "auth_time", "amr", "acr", "azp", "sid", "at_hash",
            "c_hash", "scope", "client_id", "cnf", "act", "ctx",
        ];
        var profile = string.Join(',', reserved.Append("company").Select(r => $"\"{r}\":\"evil\""));
        var id = await server.IdOfAsync(ada.Email);
        await server.ExecuteAsync($"UPDATE users SET profile = '{{{profile}}}' WHERE id = $1", id);
        await server.ExecuteAsync(
            "INSERT INTO scopes (name, description, resources, claims, version) VALUES ('greedy', '', '{}', $1, 1)",
            (object)reserved.Append("company").ToArray());
        await server.TellAsync(Core.Data.FeedKind.ScopesChanged, "");
        const string scope = "openid profile offline_access greedy";
        var client = await server.NewClientAsync("trusted", new() { ["scope"] = scope });
        await Eventually.TrueAsync(async () =>
            (await ada.WalkAsync(Person.AuthorizeUrl(client, ("scope", scope)))).Query.ContainsKey("code"));
        var tokens = await ada.TokensAsync(client, ("scope", scope));

        foreach (var said in new[]
        {
            CodeFlowTests.Claims(tokens["id_token"]!), CodeFlowTests.Claims(tokens["access_token"]!),
            (await desk.UserInfoAsync(tokens["access_token"]!)).Json,
        })
        {
            var members = said.EnumerateObject().ToList();
            Assert.Equal(members.Count, members.Select(m => m.Name).Distinct().Count());
            Assert.Equal("company", Assert.Single(members, m => m.Value.ToString() == "evil").Name);
            Assert.Equal(id.ToString(), said.GetProperty("sub").GetString());
        }

        Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));
    }

    private static void Refused(Reply reply)
    {
        Assert.True(reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, reply.ToString());
        Assert.Contains("error=\"invalid_request\"", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Outcome.GivesNothingAway(reply);
    }

    private static Task<Reply> AskAsync(
        Desk desk, HttpMethod method, string? authorization = null, string query = "", string? body = null)
    {
        var request = new HttpRequestMessage(method, "/connect/userinfo" + query);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        return desk.Channel.SendAsync(request);
    }
}
