using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>The configuration as a whole over HTTP, on a server of its own.</summary>
public sealed class DeclarationTests(StandardServer server) : IClassFixture<StandardServer>, IAsyncLifetime
{
    private const string Path = "declarations";
    private Administrator _admin = null!; // by InitializeAsync
    private BackChannel _channel = null!; // likewise

    public async Task InitializeAsync() => (_admin, _channel) = (await Administrator.NewAsync(server), server.NewBackChannel());

    public Task DisposeAsync()
    {
        _admin.Dispose();
        _channel.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Export_plan_apply_and_rollback_hang_together()
    {
        var before = (await SendAsync(HttpMethod.Get, Path)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(StandardServer.Secret, before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("template@example.org", before.Text, StringComparison.Ordinal);
        var number = (await ChangesAsync())[0].GetProperty("number").GetInt64();

        var id = await server.NewClientAsync("trusted"); // behind the server's back, as an edit would
        var wanted = """{"clients":[{"client_id":"ID","redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"client_secret_post","scope":"openid"}]}"""
            .Replace("ID", id, StringComparison.Ordinal);
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync(id);

        var plan = (await SendAsync(HttpMethod.Post, Path + "/plan", wanted)).Is(HttpStatusCode.OK);
        var change = Assert.Single(plan.Json.GetProperty("changes").EnumerateArray());
        Assert.Equal((id, "updated"), (change.GetProperty("key").GetString(), change.GetProperty("change").GetString()));
        var told = plan.Json.GetProperty("consequences").EnumerateArray()
            .ToLookup(c => c.GetProperty("code").GetString(), c => c.GetProperty("text").GetString());
        Assert.Contains(told["redirect_uri_removed"], t => t!.Contains(StandardServer.Callback, StringComparison.Ordinal));
        Assert.Contains(told["offline_access_removed"], t => t!.Contains("1 live authorization", StringComparison.Ordinal));
        Assert.NotEmpty(told["auth_method_changed"]);
        Assert.NotEmpty(told["consent_on"]);

        var applied = (await SendAsync(HttpMethod.Post, $"{Path}/apply?plan={plan["id"]}&reason=A%20new%20host.", wanted)).Is(HttpStatusCode.OK);
        Assert.Equal(plan["becomes"], applied["revision"]);
        Assert.Equal($"\"{applied["revision"]}\"", (await SendAsync(HttpMethod.Get, Path)).Header("ETag"));
        var list = await ChangesAsync();
        Assert.Equal("A new host.", list[0].GetProperty("reason").GetString());
        Assert.Equal(["applied", "edited"], list.Take(2).Select(c => c.GetProperty("origin").GetString()));
        Assert.Equal("person", list[0].GetProperty("by").GetProperty("kind").GetString());
        // In force at once: the old address is refused.
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Browser.GetAsync(Person.AuthorizeUrl(id))).Status);

        (await SendAsync(HttpMethod.Post, $"{Path}/changes/{number}/rollback", """{"reason":"It was wrong."}""")).Is(HttpStatusCode.OK);
        var after = await SendAsync(HttpMethod.Get, Path);
        Assert.Equal(before.Text, after.Text);
        Assert.Equal(before.Header("ETag"), after.Header("ETag"));
        var shown = (await SendAsync(HttpMethod.Get, $"{Path}/changes/{number}")).Is(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(before.Text), JsonNode.Parse(shown.Json.GetProperty("document").GetRawText())));
        (await SendAsync(HttpMethod.Post, $"{Path}/changes/4711/rollback", "{}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task ADM_15_What_changed_meanwhile_is_not_overwritten()
    {
        var old = (await SendAsync(HttpMethod.Get, Path)).Header("ETag")!;
        const string Wanted = """{"roles":["wanted"]}""";
        var plan = (await SendAsync(HttpMethod.Post, Path + "/plan", Wanted))["id"];
        await ApplyAsync($$"""{"roles":["meanwhile-{{Guid.CreateVersion7():N}}"]}""");
        (await SendAsync(HttpMethod.Post, $"{Path}/apply?plan={plan}", Wanted)).IsProblem(HttpStatusCode.Conflict, "plan_outdated");
        plan = (await SendAsync(HttpMethod.Post, Path + "/plan", Wanted))["id"];
        (await SendAsync(HttpMethod.Post, $"{Path}/apply?plan={plan}", Wanted, old)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await SendAsync(HttpMethod.Post, $"{Path}/changes/1/rollback", "{}", old)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await SendAsync(HttpMethod.Post, $"{Path}/apply?prune=true", Wanted)).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var now = (await SendAsync(HttpMethod.Get, Path)).Header("ETag");
        (await SendAsync(HttpMethod.Post, $"{Path}/apply?plan={plan}", Wanted, now)).Is(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Post, $"{Path}/apply", """{"roles":["unplanned"]}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_error_is_told_by_its_path()
    {
        var refused = await SendAsync(HttpMethod.Post, Path + "/plan", """{"scopes":[{"nam":"x"}],"clients":[{"client_id":"w","client_nam":"y"}],"registration":[{"kind":"k","role":"nobody","requires":[]}],"profile":[{"name":"m","type":7,"kinds":["k","l"]}]}""");
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal(
            ["clients[0].client_nam", "clients[0].redirect_uris", "profile[0].kinds", "profile[0].type", "registration[0].requires", "registration[0].role", "scopes[0].nam", "scopes[0].name"],
            refused.Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        Assert.Contains("client_name", refused.Json.GetProperty("errors").GetProperty("clients[0].client_nam")[0].GetString(), StringComparison.Ordinal);
        (await SendAsync(HttpMethod.Post, Path + "/plan", "{")).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        (await SendAsync(HttpMethod.Post, Path + "/plan?prune=perhaps", "{}")).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task Long_documents_are_taken_and_endless_ones_are_not()
    {
        var scopes = new JsonArray();
        for (var i = 0; i < 4000; i++)
            scopes.Add(new JsonObject { ["name"] = $"long.{i}", ["description"] = new string('x', 500) });
        var plan = (await SendAsync(HttpMethod.Post, Path + "/plan", new JsonObject { ["scopes"] = scopes }.ToJsonString())).Is(HttpStatusCode.OK);
        Assert.Equal(4000, plan.Json.GetProperty("changes").GetArrayLength());
        (await SendAsync(HttpMethod.Post, Path + "/plan", $"{{\"branding\":{{\"name\":\"{new string('x', 4_300_000)}\"}}}}"))
            .IsProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task Drift_shows_where_the_database_won()
    {
        await ApplyAsync("""{"branding":{"name":"Drifted"}}""");
        var drift = (await SendAsync(HttpMethod.Get, Path + "/drift")).Is(HttpStatusCode.OK);
        var change = Assert.Single(drift.Json.GetProperty("changes").EnumerateArray(), c => c.GetProperty("section").GetString() == "branding");
        Assert.Contains("Drifted", change.GetProperty("members").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Acme ID", change.GetProperty("members").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_was_turned_off_when_it_was_removed_is_made_again_turned_off()
    {
        const string Wanted = """{"clients":[{"client_id":"off","client_name":"NAME","grant_types":["client_credentials"],"response_types":[]}]}""";
        await ApplyAsync(Wanted);
        var number = (await ChangesAsync())[0].GetProperty("number").GetInt64();
        (await _admin.PostAsync("clients/off/disable")).Is(HttpStatusCode.OK);
        (await _admin.DeleteAsync("clients/off")).Is(HttpStatusCode.NoContent);

        await ApplyAsync(Wanted.Replace("NAME", "Another", StringComparison.Ordinal));
        Assert.Equal("False", (await _admin.GetAsync("clients/off")).Is(HttpStatusCode.OK)["enabled"]);
        (await _admin.DeleteAsync("clients/off")).Is(HttpStatusCode.NoContent);
        (await SendAsync(HttpMethod.Post, $"{Path}/changes/{number}/rollback", "{}")).Is(HttpStatusCode.OK);
        Assert.Equal("False", (await _admin.GetAsync("clients/off")).Is(HttpStatusCode.OK)["enabled"]);

        // Whoever makes it by itself decides on it; and so does who turns it on.
        (await _admin.DeleteAsync("clients/off")).Is(HttpStatusCode.NoContent);
        (await _admin.PostAsync("clients", JsonNode.Parse(Wanted)!["clients"]![0]!)).Is(HttpStatusCode.Created);
        Assert.Equal("True", (await _admin.GetAsync("clients/off"))["enabled"]);
        (await _admin.DeleteAsync("clients/off")).Is(HttpStatusCode.NoContent);
        await ApplyAsync(Wanted);
        Assert.Equal("True", (await _admin.GetAsync("clients/off"))["enabled"]);
    }

    [Fact]
    public async Task Other_nodes_follow_within_a_second()
    {
        var second = await server.SecondNodeAsync();
        using var there = new BackChannel(second.Address);
        await ApplyAsync("""{"clients":[{"client_id":"everywhere","grant_types":["client_credentials"],"response_types":[],"scope":"orders.read","client_secret":"a-secret-of-everywhere"}]}""");
        await Eventually.TrueAsync(async () =>
            (await there.TokenAsync(ClientLogin.Basic("everywhere", "a-secret-of-everywhere"), ("grant_type", "client_credentials"))).Status == HttpStatusCode.OK);
        await ApplyAsync("""{"clients":[{"client_id":"everywhere","grant_types":["client_credentials"],"response_types":[],"scope":"mail.read"}]}""");
        await Eventually.TrueAsync(async () =>
            (await there.TokenAsync(ClientLogin.Basic("everywhere", "a-secret-of-everywhere"), ("grant_type", "client_credentials")))["scope"] is null or "mail.read");
        var scope = (await there.TokenAsync(ClientLogin.Basic("everywhere", "a-secret-of-everywhere"), ("grant_type", "client_credentials"), ("scope", "orders.read")));
        Outcome.T400(scope, "invalid_scope");
    }

    private async Task ApplyAsync(string document)
    {
        var plan = (await SendAsync(HttpMethod.Post, Path + "/plan", document)).Is(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Post, $"{Path}/apply?plan={plan["id"]}", document)).Is(HttpStatusCode.OK);
    }

    private async Task<List<JsonElement>> ChangesAsync() =>
        [.. (await SendAsync(HttpMethod.Get, Path + "/changes")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, "/api/admin/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _admin.Token);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        // Whoever sends what is too long hears so before they have sent it.
        request.Headers.ExpectContinue = body?.Length > 4 * 1024 * 1024;
        return await _channel.SendAsync(request);
    }
}
