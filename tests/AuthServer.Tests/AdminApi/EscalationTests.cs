using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Who administers apps does not become an administrator of anything else by them.</summary>
[Collection(AccountCollection.Name)]
public sealed class EscalationTests(AccountServer server)
{
    [Theory]
    [InlineData("admin")]
    [InlineData("admin.read")]
    [InlineData("openid admin.security")]
    public async Task ADM_05_Administrator_of_clients_gives_no_client_a_scope_of_administrators(string scope)
    {
        using var clients = await Administrator.NewAsync(server, "admin.clients");
        var machine = new JsonObject { ["grant_types"] = new JsonArray("client_credentials"), ["response_types"] = new JsonArray(), ["scope"] = scope };
        (await clients.PostAsync("clients", machine)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        var id = await server.NewClientAsync("machine");
        (await clients.PatchAsync($"clients/{id}", new { scope })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        machine["client_id"] = id;
        (await clients.PutAsync($"clients/{id}", machine)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        Assert.Equal("orders.read orders.write", (await clients.GetAsync($"clients/{id}"))["scope"]);

        using var owner = await Administrator.NewAsync(server);
        (await owner.PatchAsync($"clients/{id}", new { scope })).Is(HttpStatusCode.OK);
        // From then on it is the owners' alone: its addresses and secrets would give the same.
        (await clients.PatchAsync($"clients/{id}", new JsonObject { ["redirect_uris"] = new JsonArray("https://evil.example/cb") })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.PatchAsync($"clients/{id}", new { scope = "orders.read" })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.PostAsync($"clients/{id}/secrets", new { })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.PostAsync($"clients/{id}/disable")).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.DeleteAsync($"clients/{id}")).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        var secret = (await owner.GetAsync($"clients/{id}/secrets")).Json.GetProperty("items")[0].GetProperty("id").GetString();
        (await clients.DeleteAsync($"clients/{id}/secrets/{secret}")).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task ADM_05_Administrator_of_clients_makes_no_client_the_api_of_this_server()
    {
        using var clients = await Administrator.NewAsync(server, "admin.clients");
        var id = await server.NewClientAsync("machine");
        (await clients.PatchAsync($"clients/{id}", new JsonObject { ["resources"] = new JsonArray(server.Issuer) })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.PatchAsync($"clients/{id}", new JsonObject { ["resources"] = new JsonArray("https://else.example") })).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"claims":["roles"]}""")]
    [InlineData("""{"claims":["department","groups"]}""")]
    [InlineData("""{"resources":["ISSUER"]}""")]
    public async Task ADM_05_Administrator_of_clients_makes_no_scope_that_shows_or_opens_more(string members)
    {
        using var clients = await Administrator.NewAsync(server, "admin.clients");
        var body = JsonNode.Parse(members.Replace("ISSUER", server.Issuer, StringComparison.Ordinal))!.AsObject();
        body["name"] = $"s{Guid.CreateVersion7():N}";
        (await clients.PostAsync("scopes", body)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await clients.PostAsync("scopes", new JsonObject { ["name"] = body["name"]!.DeepClone() })).Is(HttpStatusCode.Created);
        (await clients.PutAsync($"scopes/{body["name"]}", body)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");

        using var owner = await Administrator.NewAsync(server);
        (await owner.PutAsync($"scopes/{body["name"]}", body)).Is(HttpStatusCode.OK);
        (await clients.DeleteAsync($"scopes/{body["name"]}")).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await owner.DeleteAsync($"scopes/{body["name"]}")).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("admin.read")]
    public async Task ADM_05_Scopes_of_administrators_are_described_by_owners_alone(string scope)
    {
        using var clients = await Administrator.NewAsync(server, "admin.clients");
        (await clients.PutAsync($"scopes/{scope}", new { description = "Read your orders" })).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }
}
