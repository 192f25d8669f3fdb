using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>ADM-14, on a server of its own: who is an administrator here is known.</summary>
public sealed class LastAdministratorTests(AccountServer server) : IClassFixture<AccountServer>, IAsyncLifetime
{
    public Task InitializeAsync() => server.ExecuteAsync(
        "DELETE FROM user_roles WHERE role_id = (SELECT id FROM roles WHERE name = 'admin')");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ADM_14_Last_administrator_neither_locks_nor_demotes_nor_deletes_themselves()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await IdOfAsync(admin);
        // One who is locked does not count, nor does one who may do less.
        await server.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE email = $1", await server.NewUserAsync("admin"));
        await server.NewUserAsync("admin.security");

        (await admin.PostAsync($"users/{id}/lock")).IsProblem(HttpStatusCode.Conflict, "last_administrator");
        (await admin.DeleteAsync($"users/{id}")).IsProblem(HttpStatusCode.Conflict, "last_administrator");
        (await admin.PutAsync($"users/{id}/roles", Bodies.Roles("user", "admin.security"))).IsProblem(HttpStatusCode.Conflict, "last_administrator");
        (await admin.PutAsync($"users/{id}/roles", Bodies.Roles("supplier", "admin"))).Is(HttpStatusCode.OK);

        await server.NewUserAsync("admin");
        (await admin.PutAsync($"users/{id}/roles", Bodies.Roles("user"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ADM_14_Last_administrator_does_not_delete_their_own_account_either()
    {
        using var app = await server.NewSignedInAsync(roles: "admin");
        (await app.DeleteAsync("")).IsProblem(HttpStatusCode.Conflict, "last_administrator");
        await server.NewUserAsync("admin");
        (await app.DeleteAsync("")).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("demote")]
    [InlineData("lock")]
    [InlineData("delete")]
    [InlineData("each another way")]
    public async Task ADM_14_Of_two_who_take_each_other_away_at_once_one_is_left(string how)
    {
        for (var round = 0; round < 5; round++)
        {
            await InitializeAsync();
            using var first = await Administrator.NewAsync(server);
            using var second = await Administrator.NewAsync(server);
            var (firstId, secondId) = (await IdOfAsync(first), await IdOfAsync(second));
            var replies = await Task.WhenAll(
                TakeAwayAsync(first, secondId, how == "each another way" ? "demote" : how),
                TakeAwayAsync(second, firstId, how == "each another way" ? "lock" : how));
            Assert.True(replies.Count(r => r is HttpStatusCode.OK or HttpStatusCode.NoContent) <= 1, string.Join(' ', replies));
            Assert.True(await server.ScalarAsync<long>(
                """
                SELECT count(*) FROM users u JOIN user_roles m ON m.user_id = u.id JOIN roles r ON r.id = m.role_id
                WHERE r.name = 'admin' AND u.enabled
                """) >= 1);
        }
    }

    [Fact]
    public async Task Where_nobody_is_an_administrator_a_client_by_itself_still_deletes_people()
    {
        var client = await server.NewClientAsync("machine", new() { ["scope"] = "admin" });
        using var desk = new Desk(server);
        var token = (await desk.MachineAsync(client, ("scope", "admin")))["access_token"];
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/admin/users/{await server.IdOfAsync(await server.NewUserAsync())}");
        request.Headers.Authorization = new("Bearer", token);
        (await desk.Channel.SendAsync(request)).Is(HttpStatusCode.NoContent);
    }

    private static async Task<HttpStatusCode> TakeAwayAsync(Administrator who, string whom, string how) => (how switch
    {
        "demote" => await who.PutAsync($"users/{whom}/roles", Bodies.Roles("user")),
        "lock" => await who.PostAsync($"users/{whom}/lock"),
        _ => await who.DeleteAsync($"users/{whom}"),
    }).Status;

    private async Task<string> IdOfAsync(Administrator who)
    {
        using var desk = new Desk(server);
        return (await desk.UserInfoAsync(who.Token))["sub"]!;
    }
}
