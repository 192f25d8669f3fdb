using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>PAR: request objects (OIDC Core §6, RFC 9101), by value and by reference, by a client that signs and by others.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class RequestObjectTests(AuthorizeServer server) : IAsyncLifetime
{
    private string _client = "";

    public async Task InitializeAsync()
    {
        _client = await NewClientAsync();
        Outcome.Code(await SendAsync(Signed()), server, state: "inside");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static readonly TheoryData<string, string> Wrong = new()
    {
        { "exp", "-61" }, { "exp", "-86400" }, { "nbf", "120" }, { "iat", "120" }, { "exp", "\"never\"" },
        { "aud", "\"https://other.example\"" }, { "aud", "[]" }, { "aud", "[\"https://other.example\"]" }, { "aud", "7" },
        { "iss", "\"trusted\"" }, { "iss", "7" }, { "sub", "\"{client}\"" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    [Spec("RFC 9101", "6")]
    public async Task PAR_16_what_the_object_says_of_itself_must_hold(string claim, string value)
    {
        var relative = int.TryParse(value, out var seconds) && claim is "exp" or "nbf" or "iat";
        var node = relative ? Now() + seconds : JsonNode.Parse(value.Replace("{client}", _client, StringComparison.Ordinal));
        Outcome.Redir(await SendAsync(Signed(c => c[claim] = node)), "invalid_request_object", server);
    }

    [Fact]
    [Spec("OIDC Core", "6.1")]
    public async Task PAR_16_only_the_clients_own_signature_counts_and_none_is_no_signature()
    {
        var good = Signed();
        var claims = Claims().ToJsonString();
        using var foreign = SigningKey.Create("a-1", JwsAlgorithms.ES256);
        string[] bad =
        [
            good[..^4] + "AAAA", good[..(good.LastIndexOf('.') + 1)], good + ".", "e30.e30.", "x",
            Forged.Jws(foreign, Forged.HeaderOf(foreign).ToJsonString(), claims),
            Forged.Jws("""{"alg":"none"}""", claims, _ => []), Forged.Jws("""{"alg":"None"}""", claims, _ => []),
            Forged.Jws("""{"alg":"HS256"}""", claims, d => System.Security.Cryptography.HMACSHA256.HashData(new byte[32], d)),
            Forged.Jws(StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned, "at+jwt").ToJsonString(), claims),
        ];
        foreach (var one in bad)
            Outcome.Redir(await SendAsync(one), "invalid_request_object", server);
        // Without an address outside that can be trusted, nobody is sent anywhere.
        Outcome.Page(await SendAsync(bad[0], ("redirect_uri", null)));
        Outcome.Page(await SendAsync(bad[0], ("redirect_uri", "https://evil.example/cb")));
    }

    [Fact]
    public async Task PAR_16_the_registered_algorithm_is_the_only_one()
    {
        var strict = await NewClientAsync(("request_object_signing_alg", "RS256"));
        Outcome.Redir(await SendAsync(Signed(c => Name(c, strict)), strict), "invalid_request_object", server);
        var right = await NewClientAsync(("request_object_signing_alg", "ES256"));
        Outcome.Code(await SendAsync(Signed(c => Name(c, right)), right), server, state: "inside");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("OAuth-Authz-Req+JWT")]
    [InlineData("application/oauth-authz-req+jwt")]
    public async Task PAR_16_an_object_without_times_holds_under_each_of_its_types(string? type) => Outcome.Code(
        await SendAsync(type?.Contains("oauth", StringComparison.OrdinalIgnoreCase) == true
            ? Signed(c => Loosely(Whole(c)), type)
            : Signed(Loosely, type)), server, state: "inside");

    [Fact]
    [Spec("RFC 9101", "5")]
    public async Task PAR_17_client_id_stands_outside_and_is_the_same_inside()
    {
        Outcome.Page(await SendAsync(Signed(c => c["client_id"] = "trusted")));
        Outcome.Page(await SendAsync(Signed(c => c["client_id"] = 7)));
        Outcome.Page(await server.AskAsync(_client, ("client_id", null), ("request", Signed())));
        Outcome.Code(await SendAsync(Signed(c => c["client_id"] = _client)), server, state: "inside");
    }

    [Fact]
    [Spec("RFC 9101", "4")]
    public async Task PAR_18_an_object_refers_to_no_other_object()
    {
        Outcome.Redir(await SendAsync(Signed(c => c["request"] = Signed())), "invalid_request_object", server);
        Outcome.Redir(await SendAsync(Signed(c => c["request_uri"] = "https://app.example/r")), "invalid_request_object", server);
    }

    [Fact]
    [Spec("RFC 9101", "5")]
    public async Task PAR_19_by_value_or_by_reference_but_not_both() =>
        Outcome.Page(await SendAsync(Signed(), ("request_uri", "https://app.example/r")));

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("urn:ietf:params:oauth:other:x")]
    [InlineData("{own}/health")]
    [InlineData("{host}")]
    [InlineData("{host}registered?")]
    [InlineData("{host}Registered")]
    [InlineData("{host}registered#other")]
    [InlineData("javascript:alert(1)")]
    [Spec("RFC 9101", "10.4")]
    public async Task PAR_20_an_address_that_is_not_registered_is_not_called(string reference)
    {
        using var host = StoryHost.Saying(Signed());
        var client = await NewClientAsync(("request_uris", new JsonArray(host.Url + "registered")));
        var url = reference.Replace("{own}", server.Issuer, StringComparison.Ordinal).Replace("{host}", host.Url, StringComparison.Ordinal);

        Outcome.Redir(await server.AskAsync(client, ("request_uri", url)), "invalid_request_uri", server);
        Outcome.Page(await server.AskAsync(client, ("request_uri", url), ("redirect_uri", null)));

        Assert.Equal(0, host.Connections);
    }

    [Fact]
    [Spec("OIDC Core", "6.2")]
    public async Task PAR_21_whoever_changes_what_stands_at_a_registered_address_needs_the_clients_key()
    {
        var client = await NewClientAsync();
        var content = Signed(c => Name(c, client));
        using var host = new StoryHost((stream, ct) => StoryHost.WriteAsync(
            stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/jwt\r\nConnection: close\r\n\r\n{content}", ct));
        var reference = host.Url + "object#" + new string('A', 43);
        client = await NewClientAsync(("request_uris", new JsonArray(reference)));
        content = Signed(c => Name(c, client));
        Outcome.Code(await server.AskAsync(client, ("request_uri", reference)), server, state: "inside");
        Assert.StartsWith("GET /object HTTP/1.1", host.Requests.First(), StringComparison.Ordinal);

        content = Forged.Jws("""{"alg":"none"}""", Claims().ToJsonString(), _ => []);
        Outcome.Redir(await server.AskAsync(client, ("request_uri", reference)), "invalid_request_object", server);
        host.Dispose();
        Outcome.Redir(await server.AskAsync(client, ("request_uri", reference)), "invalid_request_uri", server);
    }

    [Fact]
    public async Task PAR_22_an_object_that_comes_again_gives_another_code_for_the_same_nonce()
    {
        var again = Signed(c => c["jti"] = "once");
        Assert.NotEqual(
            Outcome.Code(await SendAsync(again), server, state: "inside"), Outcome.Code(await SendAsync(again), server, state: "inside"));
    }

    [Theory]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("JWT")]
    [InlineData(null)]
    [Spec("RFC 9101", "10.8")]
    public async Task PAR_23_an_object_is_no_assertion(string? type)
    {
        using var channel = server.NewBackChannel();
        var claims = Forged.AssertionClaims(server, "signed");
        claims["response_type"] = "code";
        if (type != "oauth-authz-req+jwt")
            claims.Remove("sub"); // with it, an object is refused at the authorization endpoint
        var login = ClientLogin.Assertion(Forged.Jws(
            StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned, type), claims));
        Outcome.T401(await channel.TokenAsync(login, ("grant_type", "client_credentials")));
    }

    [Fact]
    [Spec("OIDC Core", "6.1")]
    public async Task What_stands_inside_wins_and_gaps_are_filled_from_outside()
    {
        Outcome.Code(
            await SendAsync(Signed(c => c["redirect_uri"] = StandardServer.Callback), ("redirect_uri", "https://evil.example/cb")), server, state: "inside");
        Outcome.Redir(await SendAsync(Signed(c => c["scope"] = "nothing")), "invalid_scope", server, state: "inside");
        Outcome.Redir(await SendAsync(Signed(c => c["max_age"] = "soon")), "invalid_request", server, state: "inside");
        Outcome.Redir(await SendAsync(Signed(c => c["response_type"] = "token")), "invalid_request_object", server);
        Outcome.Code(await SendAsync(Signed(c => (c["state"], c["max_age"]) = (null, 3600))), server, state: "s-1");
    }

    [Fact]
    [Spec("RFC 9101", "6.3")]
    public async Task A_JAR_stands_alone()
    {
        const string type = "oauth-authz-req+jwt";
        Outcome.Code(await SendAsync(Signed(c => Whole(c), type), ("scope", "nothing")), server, state: "inside");
        Outcome.Code(await SendAsync(Signed(c => Whole(c).Remove("state"), type)), server, state: null);
        Outcome.Page(await SendAsync(Signed(c => Whole(c).Remove("redirect_uri"), type)));
    }

    [Fact]
    [Spec("RFC 9101", "10.5")]
    public async Task Who_must_sign_is_refused_without_it()
    {
        var strict = await NewClientAsync(("require_signed_request_object", true));
        Outcome.Redir(await server.AskAsync(strict), "invalid_request", server);
    }

    private Task<Reply> SendAsync(string request, params (string Name, string? Value)[] changes) =>
        server.AskAsync(_client, [("request", request), .. changes]);

    private Task<Reply> SendAsync(string request, string client) => server.AskAsync(client, ("request", request));

    private Task<string> NewClientAsync(params (string Name, JsonNode? Value)[] members)
    {
        var changes = new JsonObject { ["jwks"] = StandardServer.KeysOfSigned()["jwks"]!.DeepClone() }; // it has both members
        foreach (var (name, value) in members)
            changes[name] = value;
        return server.NewClientAsync("trusted", changes);
    }

    private string Signed(Action<JsonObject>? change = null, string? type = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        return Forged.Jws(StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned, type), claims);
    }

    private JsonObject Claims() => new() { ["iss"] = _client, ["aud"] = server.Issuer, ["state"] = "inside", ["nonce"] = "n-inside" };

    private void Loosely(JsonObject claims)
    {
        claims["aud"] = new JsonArray("x", server.Issuer);
        claims.Remove("iss");
    }

    private JsonObject Whole(JsonObject claims)
    {
        foreach (var (name, value) in AuthorizeServer.Members(_client))
            claims[name] ??= value;
        return claims;
    }

    private static void Name(JsonObject claims, string client) => claims["iss"] = client;

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
