using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Logout;

[Collection(AccountCollection.Name)]
public sealed class BackChannelLogoutTests(AccountServer server)
{
    [Theory]
    [InlineData("RS256", false)]
    [InlineData("ES256", true)]
    [Spec("OIDC Back-Channel Logout", "2.4")]
    public async Task LGO_08_logout_token_is_all_that_it_must_be_and_nothing_else(string algorithm, bool pairwise)
    {
        await using var apps = await RelyingParty.StartAsync();
        using var ada = await Person.NewAsync(server);
        var client = await apps.NewClientAsync(server, new JsonObject
        {
            ["id_token_signed_response_alg"] = algorithm,
            ["subject_type"] = pairwise ? "pairwise" : "public",
            ["backchannel_logout_session_required"] = true,
        });
        var idToken = new Notice("", "", new Dictionary<string, string>
        {
            ["logout_token"] = (await ada.TokensAsync(client))["id_token"]!,
        }).Claims;
        await ada.SignOutAsync();

        var notice = await apps.NextAsync(client);
        Assert.StartsWith("application/x-www-form-urlencoded", notice.ContentType, StringComparison.Ordinal);
        Assert.Equal("logout_token", Assert.Single(notice.Form).Key);
        var claims = await notice.VerifiedAsync(server, algorithm);
        Assert.Equal(
            ["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"],
            claims.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
        foreach (var same in new[] { "iss", "sub", "sid", "aud" })
            Assert.Equal(idToken.GetProperty(same).GetString(), claims.GetProperty(same).GetString());
        Assert.Equal(pairwise, claims.GetProperty("sub").GetString() != (await server.IdOfAsync(ada.Email)).ToString());
        Assert.Equal(
            """{"http://schemas.openid.net/event/backchannel-logout":{}}""", claims.GetProperty("events").GetRawText());
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 1, 120);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 60, now + 1);
    }

    [Fact]
    [Spec("OIDC Back-Channel Logout", "2.7")]
    public async Task LGO_07_offline_access_lives_on_and_its_client_is_told_all_the_same()
    {
        await using var apps = await RelyingParty.StartAsync();
        using var ada = await Person.NewAsync(server);
        var (online, offline) = (await apps.NewClientAsync(server), await apps.NewClientAsync(server));
        var shortLived = await ada.TokensAsync(online, ("scope", "openid orders.read"));
        var longLived = await ada.TokensAsync(offline);
        await ada.SignOutAsync();

        await apps.NextAsync(online);
        await apps.NextAsync(offline);
        using var channel = server.NewBackChannel();
        Assert.Equal(HttpStatusCode.Unauthorized, (await channel.GetAsync("/connect/userinfo", shortLived["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await channel.TokenAsync(
            StandardServer.Login(offline), ("grant_type", "refresh_token"), ("refresh_token", longLived["refresh_token"]!))).Status);
    }

    [Fact]
    [Spec("OIDC Back-Channel Logout", "2.5")]
    public async Task LGO_09_client_that_fails_is_told_again_with_a_fresh_token_and_nobody_waits_for_it()
    {
        await using var apps = await RelyingParty.StartAsync();
        using var ada = await Person.NewAsync(server);
        var answers = new Queue<int>([500, 400, 200]);
        apps.Answer = async _ =>
        {
            await Task.Delay(50);
            return answers.Dequeue();
        };
        var client = await apps.NewClientAsync(server);
        await ada.TokensAsync(client);
        await ada.SignOutAsync();

        foreach (var expected in new[] { 1, 2, 3 })
        {
            await Eventually.TrueAsync(() => apps.Notices.Count == expected);
            if (expected < 3)
            {
                // What it waits for is minutes; let them pass.
                await Eventually.TrueAsync(async () => await server.ScalarAsync<long>(
                    "SELECT count(*) FROM logout_notices WHERE client_id = $1 AND lease_until IS NULL AND last_error IS NOT NULL AND attempts = $2", client, expected) == 1);
                await server.ExecuteAsync("UPDATE logout_notices SET next_attempt_at = now() WHERE client_id = $1", client);
            }
        }

        await Eventually.TrueAsync(async () => await StateAsync(client) == 2);
        Assert.Equal(3, apps.Notices.Select(n => n.Claims.GetProperty("jti").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task LGO_09_notice_that_nobody_takes_for_a_day_is_given_up_and_one_that_nobody_wants_at_once()
    {
        await using var apps = await RelyingParty.StartAsync();
        using var ada = await Person.NewAsync(server);
        apps.Answer = _ => Task.FromResult(503);
        var client = await apps.NewClientAsync(server);
        await ada.TokensAsync(client);
        await ada.SignOutAsync();
        await Eventually.TrueAsync(() => apps.Notices.Count == 1);
        await Eventually.TrueAsync(async () => await server.ExecuteAsync(
            """
            UPDATE logout_notices SET next_attempt_at = now(), created_at = now() - interval '25 hours'
            WHERE client_id = $1 AND lease_until IS NULL
            """, client) == 1);
        await Eventually.TrueAsync(async () => await StateAsync(client) == 3);

        var gone = await apps.NewClientAsync(server);
        using var grace = await Person.NewAsync(server);
        await grace.TokensAsync(gone);
        apps.Answer = _ => Task.FromResult(500);
        await grace.SignOutAsync();
        await Eventually.TrueAsync(() => apps.Notices.Any(n => n.ClientId == gone));
        await server.ChangeAsync(gone, "UPDATE clients SET document = document - 'backchannel_logout_uri' WHERE client_id = $1");
        await Eventually.TrueAsync(async () =>
        {
            await server.ExecuteAsync(
                "UPDATE logout_notices SET next_attempt_at = now() WHERE client_id = $1 AND state = 1 AND lease_until IS NULL", gone);
            return await StateAsync(gone) == 3;
        });
    }

    [Theory]
    [InlineData("account API: logout")]
    [InlineData("account API: end the session")]
    [InlineData("account API: end all sessions")]
    [InlineData("account API: delete the account")]
    [InlineData("password reset")]
    [InlineData("another person signs in here")]
    [InlineData("administrator: the session")]
    [InlineData("administrator: the user")]
    [InlineData("administrator: lock")]
    public async Task Every_end_of_a_session_is_told(string way)
    {
        await using var apps = await RelyingParty.StartAsync();
        using var owner = await Owner.NewAsync(server);
        using var person = new Person(server, owner.Email);
        var client = await apps.NewClientAsync(server, [], AccountServer.Backend);
        var tokens = await Person.RedeemAsync(
            server, client,
            await person.CodeAsync(client, ("redirect_uri", "https://shop.example/cb"), ("scope", "openid offline_access")),
            "https://shop.example/cb");
        var token = tokens.Is(HttpStatusCode.OK)["access_token"]!;
        var session = new Notice("", "", new Dictionary<string, string> { ["logout_token"] = tokens["id_token"]! })
            .Claims.GetProperty("sid").GetString();
        await EndAsync(way, owner, person, token, session!);

        Assert.Equal(session, (await apps.NextAsync(client)).Claims.GetProperty("sid").GetString());
    }

    [Fact]
    public async Task Signing_in_again_is_no_end_and_who_was_told_is_told_once()
    {
        await using var apps = await RelyingParty.StartAsync();
        using var ada = await Person.NewAsync(server);
        var client = await apps.NewClientAsync(server);
        await ada.TokensAsync(client);
        await ada.TokensAsync(client, ("prompt", "login"));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM logout_notices WHERE client_id = $1", client));
        await ada.SignOutAsync();

        await apps.NextAsync(client);
        Assert.Equal(1, await server.ScalarAsync<long>("SELECT count(*) FROM logout_notices WHERE client_id = $1", client));
    }

    [Fact]
    public async Task LGO_15_new_password_ends_every_other_sign_in_and_a_stolen_cookie_with_it()
    {
        using var owner = await Owner.NewAsync(server);
        using var thief = new Person(server, owner.Email);
        var stolen = await thief.TokensAsync("trusted");
        var own = await owner.App.LoginAsync(owner.Email, StandardServer.Password);
        (await owner.App.PostAsync(
            "password/change", new { current_password = StandardServer.Password, new_password = Owner.NewPassword }, own["access_token"]))
            .Is(HttpStatusCode.NoContent);

        using var channel = server.NewBackChannel();
        Assert.Equal(HttpStatusCode.Unauthorized, (await channel.GetAsync("/connect/userinfo", stolen["access_token"])).Status);
        Assert.Equal("login_required", (await thief.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")))).Query["error"]);
    }

    private async Task AsAdministratorAsync(string path, object? body = null)
    {
        using var admin = await Administrator.NewAsync(server);
        Assert.True((await admin.PostAsync(path, body)).Status is HttpStatusCode.Created or HttpStatusCode.NoContent);
    }

    private Task<short> StateAsync(string client) =>
        server.ScalarAsync<short>("SELECT state FROM logout_notices WHERE client_id = $1", client);

    private async Task EndAsync(string way, Owner owner, Person person, string token, string session)
    {
        switch (way)
        {
            case "account API: logout":
                (await owner.App.PostAsync("logout", null, token)).Is(HttpStatusCode.NoContent);
                break;
            case "account API: end the session":
                (await owner.App.SendAsync(HttpMethod.Delete, $"sessions/{session}", null, token)).Is(HttpStatusCode.NoContent);
                break;
            case "account API: end all sessions":
                (await owner.App.SendAsync(HttpMethod.Delete, "sessions", null, token)).Is(HttpStatusCode.NoContent);
                break;
            case "account API: delete the account":
                (await owner.App.SendAsync(HttpMethod.Delete, "", null, token)).Is(HttpStatusCode.NoContent);
                break;
            case "password reset":
                (await owner.ResetAsync(await owner.ResetTokenAsync())).Is(HttpStatusCode.NoContent);
                break;
            case "administrator: the session":
                await AsAdministratorAsync("revocations", new { kind = "session", key = session });
                break;
            case "administrator: the user":
                await AsAdministratorAsync("revocations", new { kind = "user", key = await server.IdOfAsync(owner.Email) });
                break;
            case "administrator: lock":
                await AsAdministratorAsync($"users/{await server.IdOfAsync(owner.Email)}/lock");
                break;
            default:
                using (var other = await Person.NewAsync(server))
                {
                    var page = await person.Browser.FollowAsync(await person.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "login"))));
                    await person.Browser.SubmitAsync(page, ("Email", other.Email), ("Password", StandardServer.Password));
                }

                break;
        }
    }
}
