using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What every call of the admin API keeps to: pages, reasons, errors all at once, and nothing told where nothing changed.</summary>
[Collection(AccountCollection.Name)]
public sealed class ContractTests(AccountServer server)
{
    private const string Hook = """{"url":"https://crm.example/hook","events":["user.*"]}""";

    [Theory]
    [InlineData("keys", "-activates_at", "created_at")]
    [InlineData("registration-tokens", "-created_at", "expires_at")]
    [InlineData("webhooks", "created_at", "-updated_at")]
    [InlineData("clients/{0}/secrets", "-created_at", "created_at")]
    public async Task Short_lists_come_in_pages_too(string path, string order, string other)
    {
        using var admin = await Administrator.NewAsync(server);
        path = path.Replace("{0}", await server.NewClientAsync("machine"), StringComparison.Ordinal);
        await MakeAsync(admin, path);
        await MakeAsync(admin, path, isEnough: path.StartsWith("clients", StringComparison.Ordinal));

        var whole = Ids(await admin.GetAsync(path));
        Assert.True(whole.Count >= 2);
        Assert.Equal(whole, Ids(await admin.GetAsync($"{path}?sort={order}&limit=200")));
        var walked = new List<string>();
        var cursor = "";
        do
        {
            var page = (await admin.GetAsync($"{path}?sort={order}&limit=1&cursor={cursor}")).Is(HttpStatusCode.OK);
            Assert.Single(page.Json.GetProperty("items").EnumerateArray());
            walked.AddRange(Ids(page));
            cursor = page["next_cursor"];
        }
        while (cursor?.Length > 0 && walked.Count < whole.Count);

        Assert.Equal(whole, walked);
        Assert.Equal("", cursor ?? "");
        Assert.Equal(whole.Order(), Ids(await admin.GetAsync($"{path}?sort={other}")).Order());
        Assert.Equal([whole[0]], Ids(await admin.GetAsync($"{path}?q={whole[0]}")).Where(id => id == whole[0]));
        Assert.Empty(Ids(await admin.GetAsync($"{path}?q=nothing-like-it")));
        (await admin.GetAsync($"{path}?sort=nonsense&limit=0")).Blames("limit", "sort");
    }

    [Fact]
    public async Task Reason_of_any_change_is_in_the_audit_log_with_before_and_after()
    {
        using var admin = await Administrator.NewAsync(server);
        var user = await server.IdOfAsync(await server.NewUserAsync());
        (await admin.PostAsync($"users/{user}/lock?reason=A%20laptop%20was%20lost.")).Is(HttpStatusCode.NoContent);
        await SaysAsync(admin, "user.locked", $"{user}", "A laptop was lost.", """{"locked":false}""", """{"locked":true}""");
        (await admin.PostAsync($"users/{user}/unlock?reason=Found.")).Is(HttpStatusCode.NoContent);
        await SaysAsync(admin, "user.unlocked", $"{user}", "Found.", """{"locked":true}""", """{"locked":false}""");
        (await admin.PostAsync($"users/{user}/reset-mfa?reason=Lost.")).Is(HttpStatusCode.NoContent);
        await SaysAsync(
            admin, "user.mfa_reset", $"{user}", "Lost.", """{"authenticator_app":false,"passkeys":0}""", """{"authenticator_app":false,"passkeys":0}""");

        var client = await server.NewClientAsync("machine");
        (await admin.PostAsync($"clients/{client}/disable?reason=Ticket%204711")).Is(HttpStatusCode.OK);
        await SaysAsync(admin, "client.disabled", client, "Ticket 4711", """{"enabled":true}""", """{"enabled":false}""");
        (await admin.DeleteAsync($"clients/{client}?reason=Gone")).Is(HttpStatusCode.NoContent);
        Assert.Equal("Gone", (await LastAsync(admin, "client.deleted", client)).GetProperty("reason").GetString());

        var token = (await admin.PostAsync("registration-tokens", new { uses = 3 }))["id"]!;
        (await admin.DeleteAsync($"registration-tokens/{token}?reason=Enough")).Is(HttpStatusCode.NoContent);
        var gone = await LastAsync(admin, "registration_token.deleted", token);
        Assert.Equal(("Enough", 3), (gone.GetProperty("reason").GetString(), gone.GetProperty("before").GetProperty("uses_left").GetInt32()));

        (await admin.PostAsync($"users/{user}/lock?reason={new string('x', 501)}")).Blames("reason");
        (await admin.PostAsync($"users/{user}/lock?reason=two%0Alines")).Blames("reason");
    }

    [Fact]
    public async Task Errors_are_told_all_at_once_and_misspelt_members_are_among_them()
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("revocations", new { kid = "user", reson = "x", key = 1 })).Blames("key", "kid", "kind", "reson");
        (await admin.PostAsync("revocations", new { kind = "nonsense", reason = "two\nlines" })).Blames("kind", "reason");
        (await admin.PostAsync("registration-tokens", new { expires_in = 1, uses = 0 })).Blames("expires_in", "uses");
        (await admin.PostAsync("registration-tokens", new { use = 1 })).Blames("use");
        (await admin.PostAsync("declarations/changes/1/rollback", new { resaon = "x" })).Blames("resaon");
        (await admin.PostAsync("webhooks", new { url = 1, events = "user.*" })).Blames("events", "url");
        (await admin.PostAsync("attempts/recordings", new { minutes = "ten" })).Blames("client_id", "minutes");
    }

    [Fact]
    public async Task What_changes_nothing_is_no_new_version_and_no_event()
    {
        using var admin = await Administrator.NewAsync(server);
        var client = await server.NewClientAsync("web");
        var before = (await admin.GetAsync($"clients/{client}")).Is(HttpStatusCode.OK);
        foreach (var same in new[]
        {
            await admin.PatchAsync($"clients/{client}", new { }), await admin.PutAsync($"clients/{client}", JsonNode.Parse(before.Text)!),
            await admin.PostAsync($"clients/{client}/enable"),
        })
            Assert.Equal((before.Header("ETag"), before.Text), (same.Is(HttpStatusCode.OK).Header("ETag"), same.Text));
        Assert.Equal(0L, await EventsAsync(client));

        var hook = (await admin.PostAsync("webhooks", JsonNode.Parse(Hook)!)).Is(HttpStatusCode.Created);
        var again = (await admin.PatchAsync($"webhooks/{hook["id"]}", JsonNode.Parse("""{"events":["user.*"]}""")!)).Is(HttpStatusCode.OK);
        Assert.Equal(hook.Header("ETag"), again.Header("ETag"));
        Assert.Equal(1L, await EventsAsync(hook["id"]!));
        (await admin.PostAsync($"webhooks/{hook["id"]}/secrets?reason=Rotated")).Is(HttpStatusCode.Created);
        await SaysAsync(admin, "webhook.secret_added", hook["id"]!, "Rotated", """{"secrets":1}""", """{"secrets":2}""");
    }

    private static async Task MakeAsync(Administrator admin, string path, bool isEnough = false)
    {
        if (path != "keys" && !isEnough)
            (await admin.PostAsync(path, JsonNode.Parse(path == "webhooks" ? Hook : "{}")!)).Is(HttpStatusCode.Created);
    }

    private static List<string> Ids(Reply reply) =>
        [.. reply.Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Select(i => (i.TryGetProperty("id", out var id) ? id : i.GetProperty("kid")).GetString()!)];

    private static async Task SaysAsync(Administrator admin, string action, string target, string reason, string before, string after)
    {
        var told = await LastAsync(admin, action, target);
        Assert.Equal(
            (reason, before, after),
            (told.GetProperty("reason").GetString(), told.GetProperty("before").GetRawText(), told.GetProperty("after").GetRawText()));
    }

    private static async Task<JsonElement> LastAsync(Administrator admin, string action, string target) =>
        (await admin.GetAsync($"audit?action={action}&target={target}")).Is(HttpStatusCode.OK).Json.GetProperty("items")[0];

    private Task<long> EventsAsync(string target) =>
        server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE target = $1", target);
}
