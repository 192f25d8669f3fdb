using System.Net;
using System.Text.Json;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>What the server says of itself, and to whose scripts it speaks.</summary>
public sealed class DiscoveryTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [Spec("OIDC Discovery", "3")]
    [Spec("RFC 8414", "2")]
    public async Task Every_address_in_the_metadata_is_ours_and_answers(string path)
    {
        using var channel = server.NewBackChannel();
        var metadata = await channel.GetAsync(path);
        Assert.Equal(server.Issuer, metadata["issuer"]);
        foreach (var member in metadata.Json.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal) || m.Name == "jwks_uri"))
        {
            Assert.StartsWith(server.Issuer, member.Value.GetString(), StringComparison.Ordinal);
            Assert.NotEqual(HttpStatusCode.NotFound, (await channel.GetAsync(member.Value.GetString()!)).Status);
        }

        Assert.Equal("code", metadata.Json.GetProperty("response_types_supported")[0].GetString());
        Assert.Contains(metadata.Json.GetProperty("acr_values_supported").EnumerateArray(), v => v.GetString() == "1fa");
        Assert.True(metadata.Json.GetProperty("claims_parameter_supported").GetBoolean());
        Assert.Contains(metadata.Json.GetProperty("grant_types_supported").EnumerateArray(), g => g.GetString() == "implicit");
        Assert.Contains(metadata.Json.GetProperty("prompt_values_supported").EnumerateArray(), p => p.GetString() == "create");
        Assert.Contains(metadata.Json.GetProperty("scopes_supported").EnumerateArray(), s => s.GetString() == "orders.read");
    }

    [Fact]
    [Spec("OIDC Discovery", "4.3")]
    public async Task Issuer_is_that_of_the_request_where_none_is_set_whoever_asked_first()
    {
        await using var node = await server.StartNodeAsync(("Issuer", ""));
        using var channel = new BackChannel(node.Address);
        foreach (var host in new[] { "localhost", "127.0.0.1", "localhost" })
        {
            var home = $"http://{host}:{node.Address.Port}";
            var metadata = await channel.GetAsync($"{home}/.well-known/openid-configuration");
            Assert.Equal(home, metadata["issuer"]);
            Assert.Equal($"{home}/connect/token", metadata["token_endpoint"]);
        }
    }

    [Fact]
    [Spec("RFC 8414", "3.1")]
    public async Task Path_of_the_issuer_stands_behind_the_well_known_one()
    {
        await using var node = await server.StartNodeAsync(("Issuer", "https://id.example/tenant/a"));
        using var channel = new BackChannel(node.Address);
        Assert.Equal("https://id.example/tenant/a", (await channel.GetAsync("/.well-known/oauth-authorization-server/tenant/a"))["issuer"]);
        Assert.Equal(HttpStatusCode.NotFound, (await channel.GetAsync("/.well-known/oauth-authorization-server/tenant")).Status);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [Spec("RFC 9110", "9.3.2")]
    public async Task Who_asks_for_the_head_gets_the_head(string path)
    {
        using var channel = server.NewBackChannel();
        var (whole, head) = (await channel.GetAsync(path), await channel.SendAsync(new HttpRequestMessage(HttpMethod.Head, path)));
        Assert.Equal((HttpStatusCode.OK, "", whole.Header("Content-Type"), whole.Header("Cache-Control")), (head.Status, head.Text, head.Header("Content-Type"), head.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    [Spec("RFC 9110", "13.1.2")]
    public async Task Who_has_a_document_is_not_sent_it_again(string path)
    {
        using var channel = server.NewBackChannel();
        var first = await channel.GetAsync(path);
        var tag = first.Header("ETag")!;
        foreach (var (known, status) in new[]
        {
            (tag, HttpStatusCode.NotModified), ("W/" + tag, HttpStatusCode.NotModified), ("*", HttpStatusCode.NotModified),
            ($"\"other\", {tag}", HttpStatusCode.NotModified), ("\"other\"", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("If-None-Match", known);
            var again = await channel.SendAsync(request);
            Assert.Equal(status, again.Status);
            Assert.Equal(tag, again.Header("ETag"));
            Assert.Equal(status == HttpStatusCode.OK ? first.Text : "", again.Text);
            Assert.Equal("public, max-age=300", again.Header("Cache-Control"));
        }
    }

    [Fact]
    [Spec("RFC 7517", "5")]
    public async Task JOS_33_published_keys_are_public_distinct_and_for_signatures()
    {
        using var channel = server.NewBackChannel();
        var keys = (await channel.GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(["ES256", "PS256", "RS256"], keys.Select(k => k.GetProperty("alg").GetString()!).Order());
        Assert.Equal(keys.Length, keys.Select(k => k.GetProperty("kid").GetString()).Distinct().Count());
        foreach (var key in keys)
        {
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.DoesNotContain(key.EnumerateObject(), m => m.Name is "d" or "p" or "q" or "dp" or "dq" or "qi" or "k");
        }
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration", "https://anybody.example", "*")]
    [InlineData("/.well-known/jwks.json", "https://anybody.example", "*")]
    [InlineData("/connect/userinfo", "https://app.example", "https://app.example")]
    [InlineData("/connect/userinfo", "https://anybody.example", null)]
    [InlineData("/connect/authorize", "https://app.example", null)]
    public async Task Scripts_of_clients_may_call_what_is_for_them(string path, string origin, string? allowed)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        var reply = await channel.SendAsync(request);
        Assert.Equal(allowed, reply.Header("Access-Control-Allow-Origin"));
        Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/connect/token", "https://app.example")]
    [InlineData("/connect/revoke", "https://app.example")]
    [InlineData("/connect/introspect", null)]
    public async Task Preflights_are_answered_to_origins_of_clients(string path, string? allowed)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        Assert.Equal(allowed, (await channel.SendAsync(request)).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Health_is_json_and_says_yes()
    {
        using var channel = server.NewBackChannel();
        foreach (var path in new[] { "/health/live", "/health/ready", "/health" })
            Assert.Equal(JsonValueKind.Object, (await channel.GetAsync(path)).Json.ValueKind);
    }
}
