using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What administrators cannot do with people's accounts.</summary>
[Collection(AccountCollection.Name)]
public sealed class UserRulesTests(AccountServer server)
{
    private static readonly string[] Admin = ["admin"];

    private static readonly (string Method, string Path, object? Body)[] Changes =
    [
        ("PATCH", "", new { full_name = "Eve" }), ("POST", "/lock", null), ("POST", "/unlock", null), ("POST", "/verify", null),
        ("POST", "/reset-mfa", null), ("POST", "/send-reset", null),
    ];

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("nonsense")]
    [InlineData("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f%20OR%201=1")]
    public async Task ADM_02_Id_of_nobody_is_not_found_whatever_is_asked(string id)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.GetAsync($"users/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await admin.DeleteAsync($"users/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await admin.PutAsync($"users/{id}/roles", Bodies.Roles("user"))).IsProblem(HttpStatusCode.NotFound, "not_found");
        foreach (var (method, path, body) in Changes)
            (await admin.SendAsync(new HttpMethod(method), $"users/{id}{path}", body)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("isAdmin", "true")]
    [InlineData("is_admin", "true")]
    [InlineData("roles", "[\"admin\"]")]
    [InlineData("emailVerified", "true")]
    [InlineData("password", "\"Correct-Horse-8\"")]
    [InlineData("password_hash", "\"x\"")]
    [InlineData("passwordHash", "\"x\"")]
    [InlineData("security_stamp", "\"x\"")]
    [InlineData("epoch", "1")]
    [InlineData("tenantId", "\"x\"")]
    [InlineData("id", "\"0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f\"")]
    [InlineData("sub", "\"x\"")]
    [InlineData("enabled", "false")]
    [InlineData("registration_kind", "\"supplier\"")]
    [InlineData("created_at", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("sign_in", "{\"password\":false}")]
    public async Task ADM_03_REC_27_Members_that_are_nobodys_to_set_are_refused_by_name(string member, string value)
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        var email = await server.NewUserAsync();
        var id = await server.IdOfAsync(email);
        var before = await RowAsync();
        var body = JsonElement.Parse($$"""{"full_name":"Eve","{{member}}":{{value}}}""");
        (await admin.PatchAsync($"users/{id}", body)).Blames(member);
        Assert.Equal(before, await RowAsync());

        Task<string> RowAsync() => server.ScalarAsync<string>(
            "SELECT to_jsonb(u)::text || (SELECT jsonb_agg(m.role_id)::text FROM user_roles m WHERE m.user_id = u.id) FROM users u WHERE id = $1", id);
    }

    [Theory]
    [InlineData("isAdmin", "true")]
    [InlineData("password_hash", "\"x\"")]
    [InlineData("created_at", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("id", "\"0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f\"")]
    public async Task ADM_03_Nor_are_they_set_on_a_new_account(string member, string value)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("users", JsonElement.Parse($$"""{"email":"adm03@example.org","{{member}}":{{value}}}"""))).Blames(member);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = 'adm03@example.org'"));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("admin.read")]
    [InlineData("admin.support")]
    [InlineData("admin.clients")]
    [InlineData("admin.security")]
    public async Task ADM_04_Support_does_not_touch_an_administrator(string role)
    {
        using var support = await Administrator.NewAsync(server, "admin.support");
        var email = await server.NewUserAsync(role);
        var id = await server.IdOfAsync(email);
        foreach (var (method, path, body) in Changes)
            (await support.SendAsync(new HttpMethod(method), $"users/{id}{path}", body)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await support.PatchAsync($"users/{id}", new { email = "eve@example.org" })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        Assert.Equal(email, (await support.GetAsync($"users/{id}"))["email"]);
        Assert.Empty(new Mailbox(server.Node).Unread(email));
    }

    [Fact]
    public async Task ADM_04_Owner_with_a_lesser_token_does_not_touch_an_administrator()
    {
        using var owner = await Person.NewAsync(server, "admin");
        var token = (await owner.TokensAsync("admin-console", ("scope", "openid admin.support")))["access_token"];
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/admin/users/{await server.IdOfAsync(await server.NewUserAsync("admin.read"))}/lock");
        request.Headers.Authorization = new("Bearer", token);
        (await channel.SendAsync(request)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Theory]
    [InlineData("admin.support")]
    [InlineData("admin.security")]
    public async Task ADM_04_Nobody_but_owners_gives_roles_also_not_to_themselves(string role)
    {
        using var admin = await Administrator.NewAsync(server, role);
        using var desk = new Desk(server);
        var me = (await desk.UserInfoAsync(admin.Token))["sub"];
        foreach (var id in new[] { me, (await server.IdOfAsync(await server.NewUserAsync())).ToString() })
            (await admin.PutAsync($"users/{id}/roles", Bodies.Roles("admin"))).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await admin.PostAsync("users", new { email = "eve@example.org", roles = Admin })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task ADM_13_Role_that_is_taken_away_is_gone_on_every_node_and_nothing_else_is()
    {
        using var owner = await Administrator.NewAsync(server);
        using var person = await Person.NewAsync(server, "admin.support");
        var token = (await person.TokensAsync("admin-console", ("scope", "openid roles admin.support")))["access_token"]!;
        var id = await server.IdOfAsync(person.Email);
        using var here = new Desk(server);
        using var there = new Desk((await server.SecondNodeAsync()).Address);
        foreach (var node in new[] { here, there })
            Assert.Equal(HttpStatusCode.OK, await ListAsync(node));

        (await owner.PutAsync($"users/{id}/roles", Bodies.Roles("user"))).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, await ListAsync(here));
        await Eventually.TrueAsync(async () => await ListAsync(there) == HttpStatusCode.Forbidden);
        foreach (var node in new[] { here, there })
            Assert.Equal("""["user"]""", (await node.UserInfoAsync(token))["roles"]);
        Assert.True(await here.IsActiveAsync(token)); // signed in they stay

        async Task<HttpStatusCode> ListAsync(Desk node) => (await node.Channel.GetAsync("/api/admin/users?limit=1", token)).Status;
    }

    [Fact]
    public async Task ADM_13_Locked_administrator_is_out_at_once()
    {
        using var owner = await Administrator.NewAsync(server);
        using var person = await Person.NewAsync(server, "admin");
        var token = (await person.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!;
        using var there = new Desk((await server.SecondNodeAsync()).Address);
        (await there.Channel.GetAsync("/api/admin/users?limit=1", token)).Is(HttpStatusCode.OK);
        (await owner.PostAsync($"users/{await server.IdOfAsync(person.Email)}/lock")).Is(HttpStatusCode.NoContent);
        await Eventually.TrueAsync(
            async () => (await there.Channel.GetAsync("/api/admin/users?limit=1", token)).Status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ADM_15_Of_two_administrators_who_change_one_account_the_second_is_told()
    {
        using var first = await Administrator.NewAsync(server);
        using var second = await Administrator.NewAsync(server, "admin.support");
        var path = $"users/{await server.IdOfAsync(await server.NewUserAsync())}";
        var seen = (await second.GetAsync(path)).Header("ETag");
        (await first.PatchAsync(path, new { full_name = "First" }, seen)).Is(HttpStatusCode.OK);
        (await second.PatchAsync(path, new { full_name = "Second" }, seen)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await second.PatchAsync(path, new { full_name = "Second" }, "\"0\"")).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal("First", (await second.GetAsync(path))["full_name"]);

        // Roles are part of it, too.
        var again = (await first.GetAsync(path)).Header("ETag");
        (await first.PutAsync($"{path}/roles", Bodies.Roles("supplier"), again)).Is(HttpStatusCode.OK);
        (await first.PutAsync($"{path}/roles", Bodies.Roles("user"), again)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await first.DeleteAsync(path, again)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task ADM_15_Of_many_at_once_with_one_version_one_wins()
    {
        using var admin = await Administrator.NewAsync(server);
        var path = $"users/{await server.IdOfAsync(await server.NewUserAsync())}";
        var seen = (await admin.GetAsync(path)).Header("ETag");
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => admin.PatchAsync(path, new { full_name = $"Name {i}" }, seen)));
        Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
        Assert.Equal(7, replies.Count(r => r.Status == HttpStatusCode.PreconditionFailed));
    }
}
