using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>Whose scripts may call what.</summary>
[Spec("Fetch", "CORS")]
public sealed class CorsTests(CorsTests.FrontEnds server) : IClassFixture<CorsTests.FrontEnds>
{
    private const string Token = "/connect/token", Revoke = "/connect/revoke", UserInfo = "/connect/userinfo", Push = "/connect/par";

    [Theory]
    [InlineData("https://app.example")] // of redirect URIs
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example:8443")]
    [InlineData("http://localhost:3000")]
    [InlineData("https://xn--bcher-kva.example")]
    [InlineData("https://cdn.shop.example")] // of allowed_origins
    [InlineData("https://one.front.example")] // of Cors:Origins
    [InlineData("https://two.front.example:4430")]
    public async Task Front_ends_are_admitted_to_tokens_revocation_and_userinfo(string origin)
    {
        using var script = server.NewBackChannel();
        foreach (var (path, method) in new[] { (Token, "POST"), (Push, "POST"), (Revoke, "POST"), (UserInfo, "GET"), (UserInfo, "POST") })
        {
            var preflight = await PreflightAsync(script, path, origin, method);
            Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
            Assert.Equal(origin, preflight.Header("Access-Control-Allow-Origin"));
            Assert.Contains(method, preflight.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
            Assert.Contains("authorization", preflight.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
            Assert.Null(preflight.Header("Access-Control-Allow-Credentials"));

            // A refusal is for the script to read, too.
            var answer = await SendAsync(script, path, origin, method);
            Assert.Equal(origin, answer.Header("Access-Control-Allow-Origin"));
            Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
            Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        }
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:444")]
    [InlineData("https://app.example:443")] // no browser writes it so
    [InlineData("https://APP.example")] // nor so
    [InlineData("https://app.example/")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("https://evilapp.example")]
    [InlineData("https://shop.example:8444")]
    [InlineData("com.example.native")]
    [InlineData("null")]
    [InlineData("https://app.example, https://evil.example")]
    [InlineData("")]
    public async Task Others_are_not(string origin)
    {
        using var script = server.NewBackChannel();
        foreach (var path in new[] { Token, Push, Revoke, UserInfo })
        {
            Refused(await PreflightAsync(script, path, origin, "POST"));
            var answer = await SendAsync(script, path, origin, "POST");
            Refused(answer);
            Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/connect/authorize", "GET")]
    [InlineData("/connect/authorize", "POST")]
    [InlineData("/connect/introspect", "POST")]
    [InlineData("/connect/endsession", "POST")]
    [InlineData("/account/login", "POST")]
    [InlineData("/health/ready", "GET")]
    [InlineData("/metrics", "GET")]
    public async Task What_speaks_to_no_script_admits_nobody(string path, string method)
    {
        using var script = server.NewBackChannel();
        foreach (var origin in new[] { "https://app.example", "https://one.front.example", "null" })
        {
            Refused(await PreflightAsync(script, path, origin, method));
            Refused(await SendAsync(script, path, origin, method));
        }
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Public_documents_are_for_every_origin(string path)
    {
        using var script = server.NewBackChannel();
        foreach (var origin in new[] { "https://anybody.example", "null" })
        {
            var answer = await SendAsync(script, path, origin, "GET");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Methods_that_an_endpoint_does_not_have_are_not_admitted()
    {
        using var script = server.NewBackChannel();
        var preflight = await PreflightAsync(script, Token, "https://app.example", "DELETE");
        Assert.DoesNotContain("DELETE", preflight.Header("Access-Control-Allow-Methods") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origins_of_a_client_come_and_go_with_it()
    {
        using var script = server.NewBackChannel();
        const string origin = "https://late.example";
        Refused(await PreflightAsync(script, Token, origin, "POST"));
        await server.ExecuteAsync("UPDATE clients SET origins = origins || $1 WHERE client_id = 'web'", origin);
        await server.ExecuteAsync("INSERT INTO feed (kind, key, epoch, until) VALUES (21, 'web', 0, now() + interval '1 hour')");
        await Eventually.SeeAsync(
            () => PreflightAsync(script, Token, origin, "POST"), r => r.Header("Access-Control-Allow-Origin") == origin);
        await server.ExecuteAsync("UPDATE clients SET enabled = false WHERE client_id = 'shop'");
        await server.ExecuteAsync("INSERT INTO feed (kind, key, epoch, until) VALUES (21, 'shop', 0, now() + interval '1 hour')");
        await Eventually.SeeAsync(
            () => PreflightAsync(script, Token, "https://gone.example", "POST"), r => r.Header("Access-Control-Allow-Origin") is null);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("https://app.example/path")]
    [InlineData("https://good.example, app.example")]
    public async Task Origins_that_are_none_stop_the_start_in_one_line(string origins)
    {
        await using var node = await ServerProcess.LaunchAsync("Host=/nowhere;Database=none", [("Cors:Origins", origins)]);
        Assert.Equal(1, await node.WaitForExitAsync());
        Assert.StartsWith(
            "Cors:Origins: ", Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static void Refused(Reply reply)
    {
        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
        Assert.Null(reply.Header("Access-Control-Allow-Methods"));
        Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
    }

    private static Task<Reply> PreflightAsync(BackChannel script, string path, string origin, string method)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return script.SendAsync(request);
    }

    private static Task<Reply> SendAsync(BackChannel script, string path, string origin, string method)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([new("token", "none")]);
        return script.SendAsync(request);
    }

    /// <summary>Clients with front ends in many places.</summary>
    public sealed class FrontEnds : StandardServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("Cors:Origins:0", "https://One.Front.example/"), ("Cors:Origins:1", "https://two.front.example:4430")];

        protected override string Declarations
        {
            get
            {
                var document = Document;
                var clients = document["clients"]!.AsArray(); // the document has some
                clients.Add(Front(clients, "front",
                    ["https://shop.example:443/cb", "https://SHOP.example:8443/cb", "http://localhost:3000/cb", "https://xn--bcher-kva.example/cb"]));
                clients.Add(Front(clients, "shop", ["https://gone.example/cb"]));
                clients.Add(Front(clients, "phone", ["com.example.native:/cb", "http://127.0.0.1/cb"], "native"));
                return document.ToJsonString();
            }
        }

        private static JsonNode Front(JsonArray clients, string id, string[] redirectUris, string type = "web")
        {
            var client = clients.Single(c => (string?)c!["client_id"] == "spa")!.DeepClone(); // there is one
            client["client_id"] = id;
            client["application_type"] = type;
            client["redirect_uris"] = new JsonArray([.. redirectUris.Select(u => (JsonNode)u)]);
            if (id == "front")
                client["allowed_origins"] = new JsonArray("https://cdn.shop.example");
            return client;
        }
    }
}
