using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What administrators edit stays so when a file is applied again; on a server of its own, whose file changes.</summary>
public sealed class FilesAndEditsTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task Files_undo_no_edit_no_deletion_no_disabling_and_no_rotation()
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PatchAsync("clients/web", new { client_name = "Edited" })).Is(HttpStatusCode.OK);
        (await admin.DeleteAsync("clients/two")).Is(HttpStatusCode.NoContent);
        (await admin.PostAsync("clients/steady/disable")).Is(HttpStatusCode.OK);
        var rotated = (await admin.PostAsync("clients/machine/secrets", new { others_expire_in = 0 })).Is(HttpStatusCode.Created)["client_secret"]!;
        (await admin.PutAsync("scopes/orders.read", new JsonObject { ["description"] = "Edited", ["resources"] = new JsonArray(StandardServer.OrdersApi) })).Is(HttpStatusCode.OK);
        (await admin.DeleteAsync("scopes/mail.read")).Is(HttpStatusCode.NoContent);
        (await admin.PutAsync("branding", new { name = "Edited ID" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("registration-kinds/supplier", new { role = "supplier" })).Is(HttpStatusCode.OK);
        (await admin.DeleteAsync("profile-members/company_name")).Is(HttpStatusCode.NoContent);
        (await admin.PostAsync("registration-kinds", new { kind = "aaa", role = "user" })).Is(HttpStatusCode.Created);

        await ApplyAgainAsync(admin);
        Assert.Equal("Edited", (await admin.GetAsync("clients/web"))["client_name"]);
        (await admin.GetAsync("clients/two")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("False", (await admin.GetAsync("clients/steady"))["enabled"]);
        using var channel = server.NewBackChannel();
        (await channel.TokenAsync(ClientLogin.Basic("machine", rotated), ("grant_type", "client_credentials"))).Is(HttpStatusCode.OK);
        Assert.Equal("invalid_client", (await channel.TokenAsync(StandardServer.Login("machine"), ("grant_type", "client_credentials")))["error"]);
        Assert.Equal("Edited", (await admin.GetAsync("scopes/orders.read"))["description"]);
        (await admin.GetAsync("scopes/mail.read")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("Edited ID", (await admin.GetAsync("branding"))["name"]);
        Assert.Equal("[]", (await admin.GetAsync("registration-kinds/supplier"))["require"]);
        (await admin.GetAsync("profile-members/company_name")).IsProblem(HttpStatusCode.NotFound, "not_found");
        // The first of the file is the default one, as before.
        Assert.Equal("user", await server.ScalarAsync<string>("SELECT kind FROM registration_kinds ORDER BY position, kind LIMIT 1"));
    }

    /// <summary>The same file with one client more: when that is there, the whole was applied.</summary>
    private async Task ApplyAgainAsync(Administrator admin)
    {
        var file = Path.Combine(server.Node.Folder, "test-declarations.json");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject(); // as the fixture wrote it
        document["clients"]!.AsArray().Add(new JsonObject { ["client_id"] = "late", ["grant_types"] = new JsonArray(), ["response_types"] = new JsonArray() });
        await File.WriteAllTextAsync(file, document.ToJsonString());
        await Eventually.TrueAsync(async () => (await admin.GetAsync("clients/late")).Status == HttpStatusCode.OK);
    }
}
