using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>What cannot be taken back needs more than a screen that somebody left unlocked.</summary>
public sealed class StepUpTests(StandardServer server) : IClassFixture<StandardServer>
{
    private const string AnHourAgo = "UPDATE sessions SET auth_time = auth_time - interval '1 hour' WHERE user_id = $1";

    public static TheoryData<string, string> Dangerous() => new()
    {
        { "DELETE", "users/{user}" },
        { "PUT", "users/{user}/roles" },
        { "POST", "users/import" },
        { "GET", "users/export" },
        { "DELETE", "clients/{client}" },
        { "POST", "keys/none/revoke" },
        { "POST", "declarations/apply" },
        { "POST", "declarations/changes/1/rollback" },
        { "POST", "revocations" },
    };

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task ADM_11_ADM_18_call_that_cannot_be_taken_back_needs_a_sign_in_of_the_last_ten_minutes(string method, string path)
    {
        using var ada = await Person.NewAsync(server, "admin");
        var fresh = (await ada.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!;
        await server.ChangeSessionsAsync(ada, AnHourAgo);
        var old = (await ada.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!;
        var client = await server.NewClientAsync("machine");
        var address = "/api/admin/" + path.Replace("{user}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal).Replace("{client}", client, StringComparison.Ordinal);

        var refused = await CallAsync(old);
        refused.IsProblem(HttpStatusCode.Forbidden, "reauthentication_required");
        Assert.Contains("insufficient_user_authentication", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM clients WHERE client_id = $1", client));
        // A revocation of everything would end the others' tests, too; that the same call is let in is shown by theirs.
        if (path != "revocations")
            Assert.DoesNotContain("reauthentication_required", (await CallAsync(fresh)).Text, StringComparison.Ordinal);

        async Task<Reply> CallAsync(string token)
        {
            using var channel = server.NewBackChannel();
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Authorization = new("Bearer", token);
            if (path == "revocations")
                request.Content = System.Net.Http.Json.JsonContent.Create(new { kind = "all" });
            return await channel.SendAsync(request);
        }
    }

    [Fact]
    public async Task ADM_11_what_can_be_taken_back_goes_on_with_an_older_sign_in()
    {
        using var ada = await Person.NewAsync(server, "admin");
        await ada.TokensAsync("admin-console", ("scope", "openid admin"));
        await server.ChangeSessionsAsync(ada, AnHourAgo);
        var old = (await ada.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!;
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/admin/users");
        request.Headers.Authorization = new("Bearer", old);
        (await channel.SendAsync(request)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ADM_18_form_that_cannot_be_taken_back_asks_for_the_password_once_more()
    {
        using var clerk = await Clerk.NewAsync(server, "admin");
        var id = await server.NewClientAsync("machine");
        var address = "/admin/clients/client?id=" + id;
        Assert.Null((await clerk.OpenAsync(address)).Page.QuerySelector("input[name=my_password]"));
        await clerk.ChangeSessionsAsync(AnHourAgo);

        var page = await clerk.OpenAsync(address);
        // At the deletion alone: turning the client off can be taken back.
        Assert.NotNull(Assert.Single(page.Page.QuerySelectorAll("input[name=my_password]")).Closest("form[action$='handler=Delete']"));
        Assert.Contains("once more", await SaysAsync("typed", id), StringComparison.Ordinal);
        Assert.Contains("not your password", await SaysAsync("typed", id, "my_password", "Wrong-Horse-8"), StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync());

        await clerk.PressAsync(page, "Delete", ("typed", id), ("my_password", StandardServer.Password));
        Assert.Equal(0L, await CountAsync());

        Task<long> CountAsync() => server.ScalarAsync<long>("SELECT count(*) FROM clients WHERE client_id = $1", id);

        async Task<string> SaysAsync(params string[] typed)
        {
            var answer = await clerk.PressAsync(page, "Delete", [.. typed.Chunk(2).Select(p => (p[0], p[1]))]);
            var shown = await clerk.Browser.FollowAsync(answer);
            return shown.Page.QuerySelector("p.notice.bad")?.TextContent ?? "";
        }
    }
}
