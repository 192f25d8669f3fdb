using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>PAR: requests that a client pushes (RFC 9126), and who brings them, how often, and what else they bring.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class PushedRequestTests(AuthorizeServer server) : IDisposable
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    private readonly BackChannel _channel = server.NewBackChannel();

    public void Dispose() => _channel.Dispose();

    [Fact]
    [Spec("RFC 9126", "2.1")]
    public async Task PAR_01_only_the_client_itself_pushes()
    {
        ClientLogin[] strangers =
        [
            ClientLogin.Basic("trusted", "wrong"), ClientLogin.Basic("nobody", StandardServer.Secret),
            ClientLogin.Post("trusted", StandardServer.Secret), ClientLogin.Public("trusted"), ClientLogin.Anonymous,
        ];
        foreach (var login in strangers)
            Outcome.T401(await SendAsync(login, "trusted", ("client_id", null)), login);

        // Its own id may stand in the form, and must not.
        Outcome.Code(await BringAsync("trusted", await PushAsync("trusted")), server);
        Outcome.Code(await BringAsync("trusted", await PushAsync("trusted", ("client_id", null))), server);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(ClientLogin.Anonymous, "spa")).Status);
        Outcome.Code(await BringAsync("signed", Uri(await SendAsync(Forged.Login(server), "signed", ("client_id", null)))), server);
        Outcome.T400(await SendAsync(StandardServer.Login("trusted"), "other"), "invalid_request");
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task Answer_names_the_request_and_says_for_how_long_and_keeps_no_secret()
    {
        var reply = await SendAsync(ClientLogin.Post("posting", StandardServer.Secret), "posting", ("client_id", null));
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal("60", reply["expires_in"]);
        var stored = await server.ScalarAsync<string>("SELECT parameters FROM pushed_requests WHERE client_id = 'posting'");
        Assert.DoesNotContain("secret", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri(reply)[Prefix.Length..], stored, StringComparison.Ordinal);

        var metadata = await _channel.GetAsync("/.well-known/openid-configuration");
        Assert.Equal($"{server.Issuer}/connect/par", metadata["pushed_authorization_request_endpoint"]);
    }

    [Fact]
    [Spec("RFC 9126", "2.1")]
    public async Task PAR_02_what_is_pushed_refers_to_nothing_else()
    {
        var pushed = await PushAsync("trusted");
        foreach (var reference in new[] { pushed, "https://app.example/object", "x" })
            Outcome.T400(await SendAsync(StandardServer.Login("trusted"), "trusted", ("request_uri", reference)), "invalid_request");

        var client = await server.NewClientAsync("trusted", new JsonObject { ["jwks"] = StandardServer.KeysOfSigned()["jwks"]!.DeepClone() });
        Outcome.T400(await SendAsync(client, ("request", Signed(client, c => c["request_uri"] = pushed))), "invalid_request_object");
        Outcome.T400(await SendAsync(client, ("request", Signed("trusted"))), "invalid_request_object");
        var good = Uri(await SendAsync(client, ("request", Signed(client, c => c["state"] = "inside"))));
        Outcome.Code(await BringAsync(client, good), server, state: "inside");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [Spec("RFC 9126", "2.3")]
    public async Task PAR_03_a_request_is_pushed_by_POST(string method) => Assert.Equal(
        HttpStatusCode.MethodNotAllowed, (await _channel.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/connect/par"))).Status);

    [Fact]
    [Spec("RFC 9126", "7.3")]
    public async Task PAR_04_what_was_answered_is_answered_once()
    {
        var pushed = await PushAsync("trusted");
        Outcome.Code(await BringAsync("trusted", pushed), server);
        IsUnknown(await BringAsync("trusted", pushed));

        // A refusal is an answer, too.
        using var nobody = server.NewBackChannel();
        pushed = await PushAsync("trusted", ("prompt", "none"));
        Outcome.Redir(await nobody.GetAsync(Address("trusted", pushed)), "login_required", server);
        IsUnknown(await BringAsync("trusted", pushed));
    }

    [Fact]
    public async Task PAR_04_of_twenty_who_bring_it_at_once_one_gets_the_code()
    {
        var pushed = await PushAsync("trusted");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => BringAsync("trusted", pushed)));
        Outcome.Code(Assert.Single(replies, r => r.SentLocation is not null), server);
    }

    [Fact]
    [Spec("RFC 9126", "7.3")]
    public async Task PAR_05_a_page_may_be_loaded_twice_and_one_code_comes_of_it()
    {
        using var person = await Person.NewAsync(server);
        var url = Address("trusted", await PushAsync("trusted"));
        var first = await person.Browser.FollowAsync(await person.Browser.GetAsync(url));
        var second = await person.Browser.FollowAsync(await person.Browser.GetAsync(url));
        Assert.Equal("/account/login", second.Url.AbsolutePath);

        // However long the person took.
        await server.ExecuteAsync("UPDATE pushed_requests SET expires_at = now() - interval '1 s' WHERE consumed_at IS NULL");
        Assert.True((await person.SignInAsync(second)).Query.ContainsKey("code"));
        Outcome.Page(await person.Browser.GetAsync("/connect/authorize/resume" + first.Url.Query));
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task PAR_06_too_late_is_too_late()
    {
        var pushed = await PushAsync("trusted");
        await server.ExecuteAsync("UPDATE pushed_requests SET expires_at = now() - interval '1 s' WHERE consumed_at IS NULL");
        IsUnknown(await BringAsync("trusted", pushed));
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task PAR_07_a_request_is_its_clients_alone()
    {
        var pushed = await PushAsync("trusted");
        IsUnknown(await BringAsync("other", pushed));
        Outcome.Page(await BringAsync("nobody", pushed));
        Outcome.Page(await (await server.AdaAsync()).Browser.GetAsync($"/connect/authorize?request_uri={System.Uri.EscapeDataString(pushed)}"));
        Outcome.Code(await BringAsync("trusted", pushed), server);
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task PAR_08_what_stands_beside_it_counts_for_nothing()
    {
        Outcome.Code(
            await BringAsync("trusted", await PushAsync("trusted"), "&scope=nothing&redirect_uri=https%3A%2F%2Fevil.example&state=other&prompt=none"),
            server);
        Outcome.Code(await BringAsync("trusted", await PushAsync("trusted", ("state", null)), "&state=outside"), server, state: null);
        Outcome.Page(await BringAsync("trusted", await PushAsync("trusted"), "&request=x"));
        Outcome.T400(await SendAsync(StandardServer.Login("trusted"), "trusted", ("redirect_uri", null)), "invalid_request");
    }

    [Fact]
    [Spec("RFC 9126", "7.1")]
    public async Task PAR_09_a_name_cannot_be_guessed()
    {
        var names = new HashSet<string>();
        for (var i = 0; i < 50; i++)
            names.Add(await PushAsync("trusted"));
        Assert.Equal(50, names.Count);
        Assert.All(names, n => Assert.Equal(Prefix.Length + 43, n.Length)); // 32 bytes
        foreach (var guess in names.Select(n => n[..^1] + (n[^1] == 'A' ? 'B' : 'A')).Append(Prefix).Append(Prefix + new string('A', 43)))
            IsUnknown(await BringAsync("trusted", guess));
        Outcome.Code(await BringAsync("trusted", names.First()), server);
    }

    [Fact]
    [Spec("RFC 9126", "6")]
    public async Task PAR_10_who_must_push_is_refused_without_it()
    {
        var client = await server.NewClientAsync("trusted", new JsonObject { ["require_pushed_authorization_requests"] = true });
        Outcome.Redir(await server.AskAsync(client), "invalid_request", server);
        Outcome.Page(await server.AskAsync(client, ("redirect_uri", "https://evil.example/cb")));
        Outcome.Redir(
            await (await server.AdaAsync()).Browser.PostAsync("/connect/authorize", AuthorizeServer.Members(client)), "invalid_request", server);
        Outcome.Code(await BringAsync(client, Uri(await SendAsync(client))), server);
    }

    [Fact]
    [Spec("RFC 9126", "2.3")]
    public async Task PAR_11_what_is_too_much_is_not_read()
    {
        var many = string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"p{i}={new string('x', 100)}"));
        var refused = await _channel.PostRawAsync("/connect/par", many);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Equal("invalid_request", refused["error"]);
        many = string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"p{i}=x"));
        Outcome.T400(await _channel.PostRawAsync("/connect/par", many), "invalid_request");
    }

    [Fact]
    public async Task PAR_13_every_node_knows_it_at_once()
    {
        var second = await server.SecondNodeAsync();
        using var elsewhere = new BackChannel(second.Address);
        for (var i = 0; i < 10; i++)
        {
            var answer = await elsewhere.GetAsync(Address("trusted", await PushAsync("trusted")));
            Assert.Contains("/account/login", answer.SentLocation, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [InlineData("redirect_uri", "https://app.example/cb/../other", "invalid_request")]
    [InlineData("response_type", "id_token", "unauthorized_client")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("scope", "nothing", "invalid_scope")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("resource", "https://unknown.example", "invalid_target")]
    [InlineData("dpop_jkt", "x", "invalid_request")]
    [InlineData("authorization_details", "[]", "invalid_authorization_details")]
    [Spec("RFC 9126", "2.4")]
    public async Task PAR_14_what_would_be_refused_later_is_refused_at_once(string name, string? value, string error) =>
        Outcome.T400(await SendAsync(StandardServer.Login("trusted"), "trusted", (name, value)), error);

    [Fact]
    [Spec("RFC 9126", "7.4")]
    public async Task PAR_15_it_is_judged_again_by_what_holds_when_it_is_brought()
    {
        var client = await server.NewClientAsync("trusted");
        var (moved, poorer, off) = (Uri(await SendAsync(client)), Uri(await SendAsync(client)), Uri(await SendAsync(client)));

        await server.ChangeClientAsync(client, new JsonObject { ["scope"] = "openid" });
        await Eventually.TrueAsync(async () => (await SendAsync(client))["error"] == "invalid_scope");
        var byPost = await (await server.AdaAsync()).Browser.PostAsync("/connect/authorize", ("client_id", client), ("request_uri", poorer));
        Outcome.Redir(byPost, "invalid_scope", server);
        IsUnknown(await BringAsync(client, poorer)); // answered, by whatever method it was brought
        await server.ChangeClientAsync(client, new JsonObject { ["redirect_uris"] = new JsonArray("https://app.example/new") });
        await Eventually.TrueAsync(async () => (await SendAsync(client))["error"] == "invalid_request");
        Outcome.Page(await BringAsync(client, moved));
        await server.ExecuteAsync("UPDATE clients SET enabled = false WHERE client_id = $1", client);
        await server.ChangeClientAsync(client, []);
        await Eventually.TrueAsync(async () => (await SendAsync(client)).Status == HttpStatusCode.Unauthorized);
        Outcome.Page(await BringAsync(client, off));
    }

    [Fact]
    public async Task PAR_24_a_request_that_got_lost_is_made_anew()
    {
        var pushed = await PushAsync("trusted");
        await server.ExecuteAsync("DELETE FROM pushed_requests");
        IsUnknown(await BringAsync("trusted", pushed));
        Outcome.Code(await BringAsync("trusted", await PushAsync("trusted")), server);
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task A_browser_may_bring_it_by_POST_and_a_new_person_walks_over_sign_in_and_consent()
    {
        using var person = await Person.NewAsync(server);
        var brought = await person.Browser.PostAsync("/connect/authorize", ("client_id", "web"), ("request_uri", await PushAsync("web")));
        var page = await person.SignInAsync(await person.Browser.FollowAsync(brought));
        Assert.Equal("/account/consent", page.Url.AbsolutePath);
        var reply = await person.Browser.FollowAsync(await person.Browser.SubmitAsync(page, ("decision", "allow")));
        Assert.Equal("s-1", reply.Query["state"]);
        Assert.Equal(HttpStatusCode.OK, (await Person.RedeemAsync(server, "web", reply.Query["code"])).Status);
    }

    private static void IsUnknown(Reply reply)
    {
        Outcome.Page(reply);
        Assert.Contains("invalid_request_uri", reply.Text, StringComparison.Ordinal);
    }

    private static string Address(string clientId, string pushed) =>
        $"/connect/authorize?client_id={clientId}&request_uri={System.Uri.EscapeDataString(pushed)}";

    private async Task<Reply> BringAsync(string clientId, string pushed, string beside = "") =>
        await (await server.AdaAsync()).Browser.GetAsync(Address(clientId, pushed) + beside);

    private async Task<string> PushAsync(string clientId, params (string Name, string? Value)[] changes) =>
        Uri(await SendAsync(StandardServer.Login(clientId), clientId, changes));

    private Task<Reply> SendAsync(string clientId, params (string Name, string? Value)[] changes) =>
        SendAsync(StandardServer.Login(clientId), clientId, changes);

    private Task<Reply> SendAsync(ClientLogin login, string clientId, params (string Name, string? Value)[] changes) =>
        _channel.PostAsync("/connect/par", login, AuthorizeServer.Members(clientId, changes));

    private static string Uri(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.Created, reply.ToString());
        return reply["request_uri"]!; // a 201 has one
    }

    private string Signed(string client, Action<JsonObject>? change = null)
    {
        var claims = new JsonObject { ["iss"] = client, ["client_id"] = client, ["aud"] = server.Issuer };
        change?.Invoke(claims);
        return Forged.Jws(StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned, null), claims);
    }
}
