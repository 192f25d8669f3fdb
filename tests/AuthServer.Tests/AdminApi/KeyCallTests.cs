using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>On a server of its own: its keys change under everybody.</summary>
public sealed class KeyCallTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task Keys_are_shown_rotated_and_revoked_and_nothing_secret_of_them_leaves()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        var before = await KeysAsync(admin);
        Assert.All(before, k => Assert.Equal("active", k.GetProperty("state").GetString()));
        Assert.Single(before, k => k.GetProperty("purpose").GetString() == "sealing");
        var signing = before.Where(k => k.GetProperty("purpose").GetString() == "signing").ToList();
        var published = (await desk.Channel.GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys").EnumerateArray();
        Assert.Equal(published.Select(k => k.GetRawText()).Order(), signing.Select(k => k.GetProperty("public_key").GetRawText()).Order());
        Assert.All(signing, k => Assert.False(k.GetProperty("public_key").TryGetProperty("d", out _)));

        var rotated = Items((await admin.PostAsync("keys/rotate")).Is(HttpStatusCode.OK));
        Assert.Equal(before.Count, rotated.Count(k => k.GetProperty("state").GetString() == "announced"));
        Assert.Equal(2 * before.Count, Items((await admin.PostAsync("keys/rotate")).Is(HttpStatusCode.OK)).Count); // successors enough

        var token = (await desk.MachineAsync("machine"))["access_token"]!;
        var kid = (string)Forged.Part(token, 0)["kid"]!;
        (await admin.PostAsync($"keys/{kid}/revoke")).Is(HttpStatusCode.NoContent);
        Assert.False(await desk.IsActiveAsync(token));
        // What the administrator held was signed by it, too.
        using var again = await Administrator.NewAsync(server);
        var after = (await KeysAsync(again)).Single(k => k.GetProperty("kid").GetString() == kid);
        Assert.Equal("revoked", after.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("public_key").ValueKind);
        // What was announced takes over at once, and says so.
        var algorithm = after.GetProperty("algorithm").GetString();
        var successor = Assert.Single((await KeysAsync(again)), k => k.GetProperty("algorithm").GetString() == algorithm && k.GetProperty("kid").GetString() != kid);
        Assert.Equal("active", successor.GetProperty("state").GetString());
        Assert.True(await desk.IsActiveAsync((await desk.MachineAsync("machine"))["access_token"]!));
        (await again.PostAsync($"keys/{kid}/revoke")).IsProblem(HttpStatusCode.NotFound, "not_found");

        Assert.Equal(1, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'key.rotated'"));
        var told = (await again.GetAsync($"audit?action=key.revoked&target={kid}")).Json.GetProperty("items")[0];
        Assert.Equal("""{"state":"active"}""", told.GetProperty("before").GetRawText());
        Assert.Equal(successor.GetProperty("kid").GetString(), told.GetProperty("after").GetProperty("successor").GetString());
    }

    private static async Task<List<JsonElement>> KeysAsync(Administrator admin) => Items((await admin.GetAsync("keys")).Is(HttpStatusCode.OK));

    private static List<JsonElement> Items(Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];
}
