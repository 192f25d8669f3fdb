using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Two secrets at a time, so that nobody is locked out while the new one travels.</summary>
[Collection(AccountCollection.Name)]
public sealed class SecretRotationTests(AccountServer server)
{
    private static readonly string[] Hidden = ["Key", "Hash", "Sealed"];

    [Fact]
    public async Task Both_work_until_the_old_one_is_removed()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await server.NewClientAsync("machine");
        var fresh = (await admin.PostAsync($"clients/{id}/secrets", new { })).Is(HttpStatusCode.Created);
        (await TokenAsync(id, StandardServer.Secret)).Is(HttpStatusCode.OK);
        (await TokenAsync(id, fresh["client_secret"]!)).Is(HttpStatusCode.OK);

        var listed = (await admin.GetAsync($"clients/{id}/secrets")).Is(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(2, listed.GetArrayLength());
        Assert.Equal(fresh["id"], listed[0].GetProperty("id").GetString());
        (await admin.DeleteAsync($"clients/{id}/secrets/{listed[1].GetProperty("id").GetString()}")).Is(HttpStatusCode.NoContent);
        Assert.Equal("invalid_client", (await TokenAsync(id, StandardServer.Secret))["error"]);
        (await TokenAsync(id, fresh["client_secret"]!)).Is(HttpStatusCode.OK);
        (await admin.DeleteAsync($"clients/{id}/secrets/{listed[1].GetProperty("id").GetString()}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Third_one_is_refused_until_one_of_two_is_gone()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await server.NewClientAsync("machine");
        (await admin.PostAsync($"clients/{id}/secrets", new { })).Is(HttpStatusCode.Created);
        (await admin.PostAsync($"clients/{id}/secrets", new { })).IsProblem(HttpStatusCode.Conflict, "limit_reached");
        (await admin.PostAsync($"clients/{id}/secrets", new { others_expire_in = 60 })).IsProblem(HttpStatusCode.Conflict, "limit_reached");
        var only = (await admin.PostAsync($"clients/{id}/secrets", new { others_expire_in = 0 })).Is(HttpStatusCode.Created);
        Assert.Equal(1, (await admin.GetAsync($"clients/{id}/secrets")).Json.GetProperty("items").GetArrayLength());
        (await TokenAsync(id, only["client_secret"]!)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Old_one_ends_by_itself_when_asked_to()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await server.NewClientAsync("machine");
        (await admin.PostAsync($"clients/{id}/secrets", new { others_expire_in = 2 })).Is(HttpStatusCode.Created);
        (await TokenAsync(id, StandardServer.Secret)).Is(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (await TokenAsync(id, StandardServer.Secret))["error"] == "invalid_client");
        Assert.Equal(1, (await admin.GetAsync($"clients/{id}/secrets")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Client_that_comes_to_sign_with_its_secret_says_that_it_needs_one_and_works_with_the_next()
    {
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        var id = await server.NewClientAsync("trusted");
        var changed = (await admin.PatchAsync($"clients/{id}", new { id_token_signed_response_alg = "HS256" })).Is(HttpStatusCode.OK);
        Assert.Equal("True", changed["needs_secret"]);
        var secret = (await admin.PostAsync($"clients/{id}/secrets", new { })).Is(HttpStatusCode.Created)["client_secret"]!;
        Assert.Equal("False", (await admin.GetAsync($"clients/{id}"))["needs_secret"]);

        using var channel = server.NewBackChannel();
        var redeemed = await channel.TokenAsync(
            ClientLogin.Basic(id, secret), ("grant_type", "authorization_code"), ("code", await ada.CodeAsync(id)),
            ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));
        redeemed.Is(HttpStatusCode.OK);
        Assert.NotNull(redeemed["id_token"]);
    }

    [Theory]
    [InlineData("spa", """{}""", "token_endpoint_auth_method")]
    [InlineData("machine", """{"expires_at":"2001-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("machine", """{"others_expire_in":-1}""", "others_expire_in")]
    public async Task What_makes_no_sense_is_refused_by_member(string like, string body, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await server.NewClientAsync(like);
        var refused = await admin.PostAsync($"clients/{id}/secrets", JsonNode.Parse(body)!);
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(member, out _), refused.ToString());
    }

    [Fact]
    public async Task ADM_07_Nothing_shows_a_secret_or_its_hash_again()
    {
        using var admin = await Administrator.NewAsync(server);
        var id = await server.NewClientAsync("hs256");
        var secret = (await admin.PostAsync($"clients/{id}/secrets", new { })).Is(HttpStatusCode.Created)["client_secret"]!;
        var stored = await server.ScalarAsync<string>("SELECT secrets::text FROM clients WHERE client_id = $1", id);
        var hidden = JsonNode.Parse(stored)!.AsArray().SelectMany(s => Hidden.Select(m => s![m]?.ToString()))
            .OfType<string>().Append(secret).Append(StandardServer.Secret).ToList();
        Assert.True(hidden.Count >= 6, stored);

        using var reader = await Administrator.NewAsync(server, "admin.read");
        string[] shown =
        [
            (await reader.GetAsync($"clients/{id}")).Is(HttpStatusCode.OK).Text,
            (await reader.GetAsync($"clients/{id}/secrets")).Is(HttpStatusCode.OK).Text,
            (await reader.GetAsync($"clients?q={id}")).Is(HttpStatusCode.OK).Text,
            await server.ScalarAsync<string>("SELECT string_agg(detail, ' ') FROM audit_events WHERE target = $1", id),
        ];
        Assert.All(shown, text => Assert.All(hidden, h => Assert.DoesNotContain(h, text, StringComparison.Ordinal)));
        Assert.Contains("client.secret_added", await server.ScalarAsync<string>("SELECT string_agg(action, ' ') FROM audit_events WHERE target = $1", id), StringComparison.Ordinal);
    }

    private async Task<Reply> TokenAsync(string id, string secret)
    {
        using var channel = server.NewBackChannel();
        return await channel.TokenAsync(ClientLogin.Basic(id, secret), ("grant_type", "client_credentials"));
    }
}
