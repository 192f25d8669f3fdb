using System.Net;
using AuthServer.Core.Data;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Which events end which tokens.</summary>
[Collection(TokenServer.Name)]
public sealed class RefreshEndsTests(StandardServer server)
{
    [Theory]
    [InlineData("disabled", "UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("signed out everywhere", "UPDATE users SET epoch = nextval('epochs') WHERE id = $1")]
    [InlineData("session ended", "UPDATE sessions SET ended_at = now(), end_reason = 10 WHERE user_id = $1")]
    [InlineData("password changed", "UPDATE sessions SET ended_at = now(), end_reason = 11 WHERE user_id = $1")]
    [InlineData("account closed", "UPDATE sessions SET ended_at = now(), end_reason = 12 WHERE user_id = $1")]
    [InlineData("consent withdrawn", "DELETE FROM consents WHERE user_id = $1")]
    [InlineData("consent narrowed", "UPDATE consents SET scopes = '{openid,offline_access}' WHERE user_id = $1")]
    public async Task RTK_08_refresh_ends_with_what_the_person_does_before_any_node_hears_of_it(string what, string sql)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("web"))["refresh_token"]!;
        token = (await desk.RefreshAsync("web", token))["refresh_token"]!;
        Assert.True(await server.ExecuteAsync(sql, await server.IdOfAsync(ada.Email)) > 0, what);
        Outcome.T400(await desk.RefreshAsync("web", token), "invalid_grant");
        Outcome.Off(await desk.IntrospectAsync("web", token));
        Assert.Equal(2, (await server.GivenAsync(ada, "web")).Generation);
    }

    [Theory]
    [InlineData("UPDATE sessions SET expires_at = now() WHERE user_id = $1")]
    [InlineData("UPDATE sessions SET ended_at = now(), end_reason = 1 WHERE user_id = $1")]
    [InlineData("UPDATE sessions SET ended_at = now(), end_reason = 2 WHERE user_id = $1")]
    [InlineData("DELETE FROM sessions WHERE user_id = $1")]
    public async Task Session_that_expired_or_was_signed_out_of_ends_no_offline_access(string sql)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var token = (await ada.TokensAsync("web"))["refresh_token"]!;
        await server.ExecuteAsync(sql, await server.IdOfAsync(ada.Email));
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("web", token)).Status);
    }

    [Theory]
    [InlineData("""{"scope":"openid profile email offline_access orders.write"}""", "invalid_grant")]
    [InlineData("""{"scope":"openid orders.read orders.write"}""", "invalid_grant")]
    [InlineData("""{"grant_types":["authorization_code"]}""", "unauthorized_client")]
    public async Task RTK_08_refresh_ends_with_what_is_taken_from_the_client(string change, string error)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("trusted");
        var token = (await ada.TokensAsync(client))["refresh_token"]!;
        await server.ChangeAsync(
            client, $"UPDATE clients SET document = document || '{change}'::jsonb WHERE client_id = $1");
        Reply? reply = null;
        await Eventually.TrueAsync(async () =>
        {
            reply = await desk.RefreshAsync(client, token);
            token = reply.Status == HttpStatusCode.OK ? reply["refresh_token"]! : token;
            return reply.Status != HttpStatusCode.OK;
        });
        Outcome.T400(reply!, error); // set at least once
    }

    [Theory]
    [InlineData("UPDATE clients SET enabled = false WHERE client_id = $1", HttpStatusCode.Unauthorized)]
    [InlineData("UPDATE clients SET epoch = nextval('epochs') WHERE client_id = $1", HttpStatusCode.BadRequest)]
    public async Task RTK_08_everything_of_a_client_that_is_ended_is_dead_within_a_second(
        string sql, HttpStatusCode status)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("trusted");
        var tokens = await ada.TokensAsync(client);
        await server.ChangeAsync(client, sql);
        await Eventually.TrueAsync(async () => !await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.Equal(status, (await desk.RefreshAsync(client, tokens["refresh_token"]!)).Status);
        Outcome.RS401(await desk.UserInfoAsync(tokens["access_token"]!));
    }

    [Fact]
    public async Task Sign_out_ends_what_lacks_offline_access_and_leaves_the_rest()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var offline = await ada.TokensAsync("trusted");
        var online = await ada.TokensAsync("other", ("scope", "openid orders.read"));
        Assert.Null(online["refresh_token"]);
        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync("/connect/endsession"));
        await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(page));
        Assert.Equal("signed_out", (await server.GivenAsync(ada, "other")).EndReason);
        Outcome.Off(await desk.IntrospectAsync("watcher", online["access_token"]!));
        Assert.True(await desk.IsActiveAsync(offline["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("trusted", offline["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task RTK_32_person_made_again_with_the_same_address_is_another_person()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (old, tokens) = (await server.IdOfAsync(ada.Email), await ada.TokensAsync("web"));
        foreach (var table in new[] { "sessions", "user_roles" })
            await server.ExecuteAsync($"DELETE FROM {table} WHERE user_id = $1", old);
        await server.ExecuteAsync("DELETE FROM users WHERE id = $1", old); // what was given and consented stays behind
        await server.TellAsync(FeedKind.UserChanged, old.ToString());
        await server.ExecuteAsync(
            """
            INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, email_verified,
                password_hash, security_stamp, concurrency_stamp, phone_number_verified, two_factor_enabled, lockout_enabled,
                access_failed_count, name, created_at, updated_at)
            SELECT gen_random_uuid(), $1, $1, $1, $1, true, password_hash, security_stamp, concurrency_stamp,
                false, false, true, 0, name, now(), now()
            FROM users WHERE email = 'template@example.org'
            """,
            ada.Email);

        using var again = new Person(server, ada.Email);
        var consent = await again.Browser.FollowAsync(await again.Browser.GetAsync(Person.AuthorizeUrl("web")));
        consent = await again.SignInAsync(consent);
        Assert.Equal("/account/consent", consent.Url.AbsolutePath);
        var fresh = await again.TokensAsync("web");
        Assert.NotEqual(
            CodeFlowTests.Claims(tokens["id_token"]!).GetProperty("sub").GetString(),
            CodeFlowTests.Claims(fresh["id_token"]!).GetProperty("sub").GetString());
        Outcome.T400(await desk.RefreshAsync("web", tokens["refresh_token"]!), "invalid_grant");
        await Eventually.TrueAsync(async () => !await desk.IsActiveAsync(tokens["access_token"]!));
        Outcome.RS401(await desk.UserInfoAsync(tokens["access_token"]!));
        Assert.True(await desk.IsActiveAsync(fresh["access_token"]!));
    }
}
