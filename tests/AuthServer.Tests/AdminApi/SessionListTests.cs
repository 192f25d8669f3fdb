using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Logout;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Who is signed in where, what apps hold of it, and which apps know that it is over.</summary>
[Collection(AccountCollection.Name)]
public sealed class SessionListTests(AccountServer server)
{
    [Fact]
    public async Task Session_is_listed_with_who_where_and_what_apps_got_until_it_is_over()
    {
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        await ada.TokensAsync("other");
        var user = await server.IdOfAsync(ada.Email);

        var session = Assert.Single(Items(await admin.GetAsync($"sessions?user={user}&state=live")));
        Assert.Equal((user.ToString(), ada.Email, "browser", "live"), (Text(session, "user_id"), Text(session, "email"), Text(session, "kind"), Text(session, "state")));
        Assert.Equal(["other", "trusted"], session.GetProperty("apps").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["pwd"], session.GetProperty("methods").EnumerateArray().Select(a => a.GetString()));
        Assert.Empty(Items(await admin.GetAsync($"sessions?user={user}&state=over")));

        await ada.SignOutAsync();
        Assert.Empty(Items(await admin.GetAsync($"sessions?user={user}&state=live")));
        var over = Assert.Single(Items(await admin.GetAsync($"sessions?user={user}&state=over")));
        Assert.Equal((Text(session, "id"), "over", "signed_out"), (Text(over, "id"), Text(over, "state"), Text(over, "end_reason")));
    }

    [Fact]
    public async Task Sessions_are_found_by_how_an_address_begins_and_read_page_by_page()
    {
        using var admin = await Administrator.NewAsync(server);
        var email = await server.NewUserAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var ada = new Person(server, email);
            await ada.TokensAsync("trusted");
        }

        string? cursor = null;
        do
        {
            var page = (await admin.GetAsync($"sessions?q={email[..12].ToUpperInvariant()}&limit=2&cursor={cursor}")).Is(HttpStatusCode.OK);
            ids.AddRange(Items(page).Select(s => Text(s, "id")!));
            cursor = page["next_cursor"];
        }
        while (!string.IsNullOrEmpty(cursor));

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids, Items(await admin.GetAsync($"sessions?q={email}&sort=created_at")).Select(s => Text(s, "id")!).Reverse());
        Assert.Empty(Items(await admin.GetAsync("sessions?q=%25example.org"))); // a sign of LIKE is a sign like others
    }

    [Fact]
    public async Task Detail_shows_which_app_acknowledged_the_end_and_why_another_did_not()
    {
        await using var apps = await RelyingParty.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        var (good, broken) = (await apps.NewClientAsync(server), await apps.NewClientAsync(server));
        foreach (var client in new[] { good, broken, "other" })
            await ada.TokensAsync(client);
        var session = Text(Assert.Single(Items(await admin.GetAsync($"sessions?user={await server.IdOfAsync(ada.Email)}"))), "id");
        Assert.Empty((await admin.GetAsync($"sessions/{session}")).Is(HttpStatusCode.OK).Json.GetProperty("notices").EnumerateArray());
        var path = await server.ScalarAsync<string>("SELECT document ->> 'backchannel_logout_uri' FROM clients WHERE client_id = $1", broken);
        apps.Answer = name => Task.FromResult(path.EndsWith(name, StringComparison.Ordinal) ? 400 : 204);

        (await admin.SendAsync(HttpMethod.Delete, $"sessions/{session}")).Is(HttpStatusCode.NoContent);
        var notices = await Eventually.SeeAsync(
            async () => (await admin.GetAsync($"sessions/{session}")).Json.GetProperty("notices").EnumerateArray().ToDictionary(n => Text(n, "client_id")!),
            seen => seen.Count == 2 && seen.Values.All(n => n.GetProperty("status").ValueKind == JsonValueKind.Number));
        Assert.Equal(("acknowledged", "204", null), (Text(notices[good], "state"), Text(notices[good], "status"), Text(notices[good], "next_attempt_at")));
        Assert.NotNull(Text(notices[good], "acknowledged_at"));
        Assert.Equal(("owed", "400", "answered 400"), (Text(notices[broken], "state"), Text(notices[broken], "status"), Text(notices[broken], "last_error")));
        Assert.NotNull(Text(notices[broken], "next_attempt_at"));
        Assert.Null(Text(notices[broken], "acknowledged_at"));
    }

    [Fact]
    public async Task Authorization_is_listed_and_ends_alone()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var (given, others) = (await ada.TokensAsync(client), await ada.TokensAsync("other"));
        var authorization = Assert.Single(Items(await admin.GetAsync($"authorizations?client={client}")));
        var id = Text(authorization, "id");
        Assert.Equal(("live", ada.Email), (Text(authorization, "state"), Text(authorization, "email")));
        Assert.Contains("offline_access", authorization.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(2, Items(await admin.GetAsync($"authorizations?session={Text(authorization, "session_id")}")).Count);

        (await admin.SendAsync(HttpMethod.Delete, $"authorizations/{id}")).Is(HttpStatusCode.NoContent);
        Assert.False(await desk.IsActiveAsync(given["access_token"]!));
        Assert.True(await desk.IsActiveAsync(others["access_token"]!));
        var over = (await admin.GetAsync($"authorizations/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(("over", "revoked_by_administrator"), (over["state"], over["end_reason"]));
        Assert.Empty(Items(await admin.GetAsync($"authorizations?client={client}&state=live")));
        (await admin.SendAsync(HttpMethod.Delete, $"authorizations/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'revoked' AND target = $1", id!));

        var revocation = Assert.Single(Items(await admin.GetAsync($"revocations?q={id}&kind=authorization")));
        Assert.Equal(id, Text(revocation, "key"));
        Assert.Empty(Items(await admin.GetAsync($"revocations?q={id}&kind=session")));
    }

    [Theory]
    [InlineData("sessions?user=nonsense", "user")]
    [InlineData("sessions?state=dead", "state")]
    [InlineData("sessions?state=live&state=over", "state")]
    [InlineData("authorizations?client=a%0Ab", "client")]
    [InlineData("revocations?kind=planet", "kind")]
    [InlineData("messages?channel=pigeon", "channel")]
    [InlineData("sessions?cursor=nonsense", "cursor")]
    [InlineData("statistics?days=0", "days")]
    [InlineData("statistics?days=1e3", "days")]
    public async Task What_cannot_be_narrowed_by_is_refused_by_name(string call, string parameter)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.GetAsync(call)).Blames(parameter);
    }

    private static List<JsonElement> Items(Reply reply) => [.. reply.Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement item, string member) =>
        item.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
}
