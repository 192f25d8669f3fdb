using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Clients, made, read, changed and removed by administrators.</summary>
[Collection(AccountCollection.Name)]
public sealed class ClientTests(AccountServer server)
{
    [Fact]
    public async Task Made_client_works_with_the_secret_that_was_shown_once()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = NewId();
        var made = (await admin.PostAsync("clients", Machine(id))).Is(HttpStatusCode.Created);
        var secret = made["client_secret"]!;
        (await TokenAsync(id, secret)).Is(HttpStatusCode.OK);

        var read = (await admin.GetAsync($"clients/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(made.Header("ETag"), read.Header("ETag"));
        Assert.DoesNotContain(secret, read.Text, StringComparison.Ordinal);
        Assert.Equal(("True", "operator", "False"), (read["enabled"], read["origin"], read["needs_secret"]));
        Assert.DoesNotContain(secret, await AuditOfAsync(id), StringComparison.Ordinal);
        Assert.Contains("client.created", await AuditOfAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_without_an_id_gets_one_and_one_that_brings_a_secret_keeps_it()
    {
        using var admin = await Administrator.NewAsync(server);
        var body = Machine(null);
        body["client_secret"] = StandardServer.Secret;
        var made = (await admin.PostAsync("clients", body)).Is(HttpStatusCode.Created);
        Assert.Null(made["client_secret"]);
        (await TokenAsync(made["client_id"]!, StandardServer.Secret)).Is(HttpStatusCode.OK);
        (await admin.PostAsync("clients", Machine(made["client_id"]))).IsProblem(HttpStatusCode.Conflict, "already_exists");
    }

    [Fact]
    public async Task What_was_read_can_be_written_back_and_changes_are_in_force_at_once()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await MadeAsync(admin);
        var read = JsonNode.Parse((await admin.GetAsync($"clients/{id}")).Text)!.AsObject(); // an object
        read["client_name"] = "Renamed";
        var changed = (await admin.PutAsync($"clients/{id}", read)).Is(HttpStatusCode.OK);
        Assert.Equal("Renamed", changed["client_name"]);

        read["scope"] = "orders.read";
        read.Remove("updated_at");
        (await admin.PutAsync($"clients/{id}", read)).Is(HttpStatusCode.OK);
        using var desk = new Desk(server);
        var granted = (await desk.Channel.TokenAsync(
            ClientLogin.Basic(id, await SecretOfAsync(admin, id)), ("grant_type", "client_credentials"))).Is(HttpStatusCode.OK);
        Assert.Equal("orders.read", granted["scope"]);
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_null_takes_away()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await MadeAsync(admin);
        (await admin.PatchAsync($"clients/{id}", new { client_name = "Named", access_token_lifetime = 60 })).Is(HttpStatusCode.OK);
        var patched = (await admin.PatchAsync($"clients/{id}", new JsonObject { ["access_token_lifetime"] = null })).Is(HttpStatusCode.OK);
        Assert.Equal("Named", patched["client_name"]);
        Assert.Null(patched["access_token_lifetime"]);
        Assert.Equal("orders.read orders.write", patched["scope"]);
        var audit = await AuditOfAsync(id);
        Assert.Contains("\"access_token_lifetime\":60", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("\"before\":{\"client_id\"", audit, StringComparison.Ordinal); // what did not change is not told
    }

    [Theory]
    [InlineData("""{"client_nam":"x","redirect_uris":["https://a.example/#f"],"grant_types":["teleport"]}""", "client_nam", "redirect_uris[0]")]
    [InlineData("""{"access_token_lifetime":90000,"token_endpoint_auth_method":"handshake","redirect_uris":["https://a.example/cb"]}""", "access_token_lifetime", "token_endpoint_auth_method")]
    [InlineData("""{"enabled":false,"origin":"document","grant_types":[]}""", "enabled", "origin")]
    [InlineData("""{"client_id":"two words","client_name":5}""", "client_id", "client_name")]
    public async Task Every_reason_is_told_at_once_by_member(string body, string one, string other)
    {
        using var admin = await Administrator.NewAsync(server);
        var refused = await admin.PostAsync("clients", JsonNode.Parse(body)!);
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        foreach (var member in new[] { one, other })
            Assert.True(refused.Json.GetProperty("errors").TryGetProperty(member, out _), $"{member}: {refused}");
    }

    [Fact]
    public async Task ADM_03_Members_that_are_no_metadata_are_refused_and_change_nothing()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await MadeAsync(admin);
        var before = (await admin.GetAsync($"clients/{id}")).Text;
        foreach (var member in new[] { "isAdmin", "roles", "epoch", "secrets", "tenantId", "createdAt", "version" })
            (await admin.PatchAsync($"clients/{id}", new JsonObject { [member] = "x" })).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        foreach (var (member, value) in new (string, JsonNode)[] { ("enabled", false), ("created_at", "2001-01-01T00:00:00+00:00"), ("client_id", "other"), ("client_secret", "s") })
            (await admin.PatchAsync($"clients/{id}", new JsonObject { [member] = value })).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal(before, (await admin.GetAsync($"clients/{id}")).Text);
    }

    [Theory]
    [InlineData("https://app.example/clients/meta?x=1&y=%2F")]
    [InlineData("urn:example:app")]
    [InlineData("a/b/../c")]
    [InlineData("100%25")]
    public async Task Id_may_be_an_address_or_hold_anything_visible(string start)
    {
        using var admin = await Administrator.NewAsync(server);
        var id = start + NewId();
        var path = $"clients/{Uri.EscapeDataString(id)}";
        (await admin.PostAsync("clients", Machine(id))).Is(HttpStatusCode.Created);
        Assert.Equal(id, (await admin.GetAsync(path)).Is(HttpStatusCode.OK)["client_id"]);
        (await admin.PatchAsync(path, new { client_name = "Addressed" })).Is(HttpStatusCode.OK);
        (await admin.PostAsync(path + "/disable")).Is(HttpStatusCode.OK);
        (await admin.PostAsync(path + "/secrets", new { })).Is(HttpStatusCode.Created);
        (await admin.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        (await admin.GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task ADM_15_Second_of_two_editors_is_told_and_overwrites_nothing()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await MadeAsync(admin);
        var version = (await admin.GetAsync($"clients/{id}")).Header("ETag")!;
        var first = (await admin.PatchAsync($"clients/{id}", new { client_name = "First" }, version)).Is(HttpStatusCode.OK);
        (await admin.PatchAsync($"clients/{id}", new { client_name = "Second" }, version)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await admin.DeleteAsync($"clients/{id}", version)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await admin.SendAsync(HttpMethod.Post, $"clients/{id}/disable", null, version)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal("First", (await admin.GetAsync($"clients/{id}"))["client_name"]);
        (await admin.PatchAsync($"clients/{id}", new { client_name = "Second" }, first.Header("ETag"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ADM_15_Of_many_at_once_on_one_version_one_wins_and_none_fails()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await MadeAsync(admin);
        var version = (await admin.GetAsync($"clients/{id}")).Header("ETag")!;
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => admin.PatchAsync($"clients/{id}", new { client_name = $"Name {n}" }, version)));
        Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
        Assert.Equal(7, replies.Count(r => r.Status == HttpStatusCode.PreconditionFailed));

        // Each changes a member of its own and names no version: all of them are there in the end.
        string[] members = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];
        var patched = await Task.WhenAll(members.Select(m => admin.PatchAsync($"clients/{id}", new JsonObject { [m] = $"https://app.example/{m}" })));
        Assert.All(patched, r => r.Is(HttpStatusCode.OK));
        var read = await admin.GetAsync($"clients/{id}");
        Assert.All(members, m => Assert.Equal($"https://app.example/{m}", read[m]));

        var fresh = NewId();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => admin.PostAsync("clients", Machine(fresh))));
        Assert.Single(made, r => r.Status == HttpStatusCode.Created);
        Assert.Equal(5, made.Count(r => r.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task ADM_22_Disabled_client_loses_what_it_holds_and_gets_nothing_until_enabled()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var tokens = await ada.TokensAsync(client);
        var machine = await MadeAsync(admin);
        var secret = await SecretOfAsync(admin, machine);
        var own = (await TokenAsync(machine, secret)).Is(HttpStatusCode.OK)["access_token"]!;

        Assert.Equal("False", (await admin.PostAsync($"clients/{client}/disable")).Is(HttpStatusCode.OK)["enabled"]);
        (await admin.PostAsync($"clients/{machine}/disable")).Is(HttpStatusCode.OK);
        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.False(await desk.IsActiveAsync(own));
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("invalid_client", (await TokenAsync(machine, secret))["error"]);
        Assert.Equal("invalid_client", (await desk.RefreshAsync(client, tokens["refresh_token"]!))["error"]);

        (await admin.PostAsync($"clients/{client}/enable")).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"clients/{machine}/enable")).Is(HttpStatusCode.OK);
        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.False(await desk.IsActiveAsync(own));
        Outcome.T400(await desk.RefreshAsync(client, tokens["refresh_token"]!), "invalid_grant");
        (await TokenAsync(machine, secret)).Is(HttpStatusCode.OK);
        Assert.Contains("client.disabled", await AuditOfAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADM_22_Deleted_client_is_gone_with_its_tokens_and_a_new_one_of_its_id_revives_nothing()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        var id = await MadeAsync(admin);
        var token = (await TokenAsync(id, await SecretOfAsync(admin, id))).Is(HttpStatusCode.OK)["access_token"]!;
        (await admin.DeleteAsync($"clients/{id}")).Is(HttpStatusCode.NoContent);
        Assert.False(await desk.IsActiveAsync(token));
        (await admin.DeleteAsync($"clients/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await admin.PostAsync("clients", Machine(id))).Is(HttpStatusCode.Created);
        Assert.False(await desk.IsActiveAsync(token));
    }

    [Fact]
    public async Task ADM_02_Ids_of_nothing_are_not_found_by_any_call()
    {
        using var admin = await Administrator.NewAsync(server);
        foreach (var path in new[] { "clients/nobody", "clients/%2E%2E%2Fusers", "clients/' OR 1=1 --" })
        {
            (await admin.GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "not_found");
            (await admin.PatchAsync(path, new { client_name = "x" })).IsProblem(HttpStatusCode.NotFound, "not_found");
            (await admin.DeleteAsync(path)).IsProblem(HttpStatusCode.NotFound, "not_found");
            (await admin.PostAsync(path + "/disable")).IsProblem(HttpStatusCode.NotFound, "not_found");
            (await admin.GetAsync(path + "/secrets")).IsProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task List_finds_by_a_piece_of_id_or_name_and_pages_to_its_end()
    {
        using var admin = await Administrator.NewAsync(server);
        var mark = NewId();
        for (var n = 0; n < 5; n++)
            (await admin.PostAsync("clients", Machine(n < 3 ? $"{n}-{mark}" : null, n < 3 ? "Plain" : $"App {mark} {n}"))).Is(HttpStatusCode.Created);
        foreach (var sort in new[] { "client_id", "-client_id", "created_at", "-created_at" })
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var page = (await admin.GetAsync($"clients?q={mark}&sort={sort}&limit=2&cursor={cursor}")).Is(HttpStatusCode.OK);
                seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("client_id").GetString()!));
                cursor = page["next_cursor"] ?? "";
            }
            while (cursor.Length > 0);
            Assert.Equal(5, seen.Distinct().Count());
            Assert.Equal(5, seen.Count);
        }

        Assert.Equal(0, (await admin.GetAsync($"clients?q={mark}%25")).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("sort=client_id;drop table clients")]
    [InlineData("sort=enabled")]
    [InlineData("sort=-created_at'--")]
    [InlineData("limit=0")]
    [InlineData("limit=1 or 1=1")]
    [InlineData("cursor=WyJjbGllbnRfaWQiXQ")]
    public async Task ADM_21_Parameters_of_lists_are_never_sql(string query)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.GetAsync($"clients?{query}")).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal(0, (await admin.GetAsync("clients?q=' OR 1=1 --")).Is(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength());
    }

    private static string NewId() => $"m{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}";

    private static JsonObject Machine(string? id, string name = "Machine")
    {
        var client = new JsonObject
        {
            ["client_name"] = name,
            ["grant_types"] = new JsonArray("client_credentials"),
            ["response_types"] = new JsonArray(),
            ["scope"] = "orders.read orders.write",
        };
        if (id is not null)
            client["client_id"] = id;
        return client;
    }

    private static async Task<string> MadeAsync(Administrator admin) =>
        (await admin.PostAsync("clients", Machine(NewId()))).Is(HttpStatusCode.Created)["client_id"]!;

    private static async Task<string> SecretOfAsync(Administrator admin, string id) =>
        (await admin.PostAsync($"clients/{id}/secrets", new { others_expire_in = 0 })).Is(HttpStatusCode.Created)["client_secret"]!;

    private async Task<Reply> TokenAsync(string id, string secret)
    {
        using var channel = server.NewBackChannel();
        return await channel.TokenAsync(ClientLogin.Basic(id, secret), ("grant_type", "client_credentials"));
    }

    private Task<string> AuditOfAsync(string id) => server.ScalarAsync<string>(
        "SELECT coalesce(string_agg(action || ' ' || detail, E'\\n' ORDER BY at, id), '') FROM audit_events WHERE target_kind = 'client' AND target = $1", id);
}
