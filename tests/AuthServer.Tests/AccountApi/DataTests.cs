using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Export and deletion.</summary>
[Collection(AccountCollection.Name)]
public sealed class DataTests(AccountServer server)
{
    // What has nothing to say about a person that the export does not say, or only what lets somebody in.
    private static readonly string[] Unexported = ["one_time_codes", "user_tokens", "parked_requests", "registration_attempts", "logout_notices"];

    private readonly Mailbox _mailbox = new(server.Node);

    [Fact]
    public async Task Export_has_everything_and_no_secret()
    {
        using var ada = await server.NewSignedInAsync();
        using var browser = new Person(server, ada.Email);
        await browser.TokensAsync("web");
        await ada.PostAsync("groups", new { name = "Family" });
        var export = (await ada.GetAsync("export")).Is(HttpStatusCode.OK);
        Assert.Equal(ada.Email, export.Json.GetProperty("profile").GetProperty("email").GetString());
        Assert.Equal(2, export.Json.GetProperty("sessions").GetArrayLength());
        Assert.Equal(2, export.Json.GetProperty("authorizations").GetArrayLength());
        Assert.Equal("web", export.Json.GetProperty("consents")[0].GetProperty("client_id").GetString());
        Assert.Equal("Family", export.Json.GetProperty("groups")[0].GetProperty("name").GetString());

        var hash = await server.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", ada.Email);
        foreach (var secret in new[] { hash, ada.RefreshToken, "seed", "stamp", "payload" })
            Assert.DoesNotContain(secret, export.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_knows_every_table_that_names_a_person()
    {
        await using var command = server.Database.CreateCommand(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'user_id' AND table_schema = 'public'");
        await using var row = await command.ExecuteReaderAsync();
        var sql = await File.ReadAllTextAsync(Repository.PathOf("src", "AuthServer.Core", "SignIn", "AccountExports.cs"));
        while (await row.ReadAsync())
            Assert.True(Unexported.Contains(row.GetString(0)) || sql.Contains($"FROM {row.GetString(0)} ", StringComparison.Ordinal), row.GetString(0));
    }

    [Fact]
    public async Task Whatever_else_is_called_while_the_account_goes_finds_it_or_nobody()
    {
        for (var round = 0; round < 6; round++)
        {
            using var ada = await server.NewSignedInAsync();
            var calls = Enumerable.Range(0, 12).Select(i => (i % 4) switch
            {
                0 => ada.PatchAsync("profile", new { nickname = $"n{i}" }),
                1 => ada.GetAsync("profile"),
                2 => ada.GetAsync("export"),
                _ => ada.PatchAsync("profile", new { phone_number = AccountServer.NewPhone() }),
            }).ToList();
            calls.Add(ada.DeleteAsync(""));
            var replies = await Task.WhenAll(calls);
            Assert.Equal(HttpStatusCode.NoContent, replies[^1].Status);
            Assert.All(replies[..^1], r => Assert.True(
                r.Status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests || r["code"] == "invalid_token", r.ToString()));
        }
    }

    [Fact]
    public async Task Deleted_account_is_gone_with_every_row_and_its_address_can_be_registered_again()
    {
        using var ada = await server.NewSignedInAsync();
        using var browser = new Person(server, ada.Email);
        var web = await browser.TokensAsync("web");
        var id = await server.IdOfAsync(ada.Email);
        await ada.PostAsync("groups", new { name = "Family" });

        (await ada.DeleteAsync("")).Is(HttpStatusCode.NoContent);
        (await ada.GetAsync("profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await ada.App.UserInfoAsync(web["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.BadRequest);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal("/account/login", (await browser.Browser.FollowAsync(await browser.Browser.GetAsync("/account"))).Url.AbsolutePath);
        await _mailbox.NextAsync(ada.Email);

        await using var tables = server.Database.CreateCommand(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'user_id' AND table_schema = 'public'");
        await using var row = await tables.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var left = await server.ScalarAsync<long>($"SELECT count(*) FROM {row.GetString(0)} WHERE user_id = $1", id);
            Assert.True(left == 0, $"{left} rows in {row.GetString(0)}");
        }

        (await ada.App.PostAsync("register", new { email = ada.Email, password = "Other-Sparrow-42", full_name = "Ada Again" })).Is(HttpStatusCode.Accepted);
        var code = (await _mailbox.NextAsync(ada.Email, l => l.HasCode)).Code;
        var fresh = (await ada.App.VerifyAsync(ada.Email, code)).Is(HttpStatusCode.OK);
        Assert.NotEqual(id.ToString(), (await ada.App.GetAsync("profile", fresh["access_token"]))["id"]);
        (await ada.GetAsync("profile")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Code_that_is_under_way_revives_nothing()
    {
        using var ada = await Person.NewAsync(server);
        var code = await ada.CodeAsync("trusted");
        using var app = server.NewApp();
        var token = (await app.LoginAsync(ada.Email, StandardServer.Password))["access_token"];
        (await app.DeleteAsync("", token)).Is(HttpStatusCode.NoContent);
        (await Person.RedeemAsync(server, "trusted", code)).Is(HttpStatusCode.BadRequest);
    }
}
