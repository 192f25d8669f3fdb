using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section SSR: what is tried at the public documents.</summary>
public sealed class DiscoveryAttackTests(StandardServer server) : IClassFixture<StandardServer>
{
    private const string Document = "/.well-known/openid-configuration";

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("Forwarded", "host=evil.example;proto=https")]
    [InlineData("X-Original-URL", "/evil")]
    public async Task SSR_01_No_header_changes_what_the_documents_say(string header, string value)
    {
        foreach (var path in new[] { Document, "/.well-known/oauth-authorization-server", "/.well-known/jwks.json" })
            Assert.Equal((await AskAsync(path)).Text, (await AskAsync(path, (header, value))).Text);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("X-Anything", "evil.example")]
    [InlineData("Accept-Language", "de")]
    [InlineData("Accept", "text/html")]
    public async Task SSR_02_Nothing_that_a_cache_does_not_key_by_changes_the_answer(string header, string value)
    {
        var plain = await AskAsync(Document);
        var poisoned = await AskAsync(Document, (header, value));

        Assert.Equal(plain.Text, poisoned.Text);
        Assert.DoesNotContain("evil", poisoned.Headers, StringComparison.Ordinal);
        // The same for every origin, so no cache can hold the wrong one.
        Assert.Contains(poisoned.Header("Access-Control-Allow-Origin"), new[] { null, "*" });
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration/..;/admin")]
    [InlineData("/.well-known/openid-configuration/x.css")]
    [InlineData("/connect/userinfo/x.css")]
    [InlineData("/connect/userinfo.css")]
    [InlineData("/account/x.css")]
    [InlineData("/api/account/profile/x.css")]
    public async Task SSR_03_No_private_answer_stands_at_an_address_that_looks_like_a_file(string path)
    {
        var reply = await AskAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
    }

    [Fact]
    public async Task SSR_03_Private_answers_are_kept_by_nobody()
    {
        using var person = await Person.NewAsync(server);
        var page = await person.WalkAsync("/account");
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("no-store", (await AskAsync("/connect/userinfo")).Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SSR_04_The_issuer_is_the_same_wherever_it_stands()
    {
        using var person = await Person.NewAsync(server);
        var reply = await person.WalkAsync(Person.AuthorizeUrl("trusted"));
        using var desk = new Desk(server);
        var tokens = await desk.RedeemAsync("trusted", reply.Query["code"]);
        var claims = System.Text.Json.JsonDocument.Parse(
            System.Buffers.Text.Base64Url.DecodeFromChars(tokens["id_token"]!.Split('.')[1])).RootElement;

        Assert.Equal(server.Issuer, (await AskAsync(Document))["issuer"]);
        Assert.Equal(server.Issuer, reply.Query["iss"]);
        Assert.Equal(server.Issuer, claims.GetProperty("iss").GetString());
    }

    private async Task<Reply> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await channel.SendAsync(request);
    }
}
