using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>JOS: tokens that our own key signed and that still are not ours, or not for us.</summary>
public sealed class IssuerAndAudienceTests(StandardServer server) : IClassFixture<StandardServer>, IAsyncLifetime
{
    private readonly BackChannel _channel = server.NewBackChannel();
    private Insider _insider = null!; // set before any test runs
    private Person _ada = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _insider = await Insider.OfAsync(server);
        _ada = await Person.NewAsync(server);
    }

    public async Task DisposeAsync()
    {
        await _insider.DisposeAsync();
        _ada.Dispose();
        _channel.Dispose();
    }

    public static TheoryData<string, string?> Issuers => new()
    {
        { "with a slash", "{0}/" },
        { "in capitals", "{1}" },
        { "of another tenant", "{0}/tenant-b" },
        { "that begins like it", "{0}.evil.example" },
        { "of another server", "https://issuer.example" },
        { "in another form", "{0}?" },
        { "empty", "" },
        { "missing", null },
    };

    [Theory]
    [MemberData(nameof(Issuers))]
    [Spec("RFC 8725", "3.8")]
    public async Task JOS_26_token_of_another_issuer_under_our_key_is_not_ours(string what, string? issuer)
    {
        var wrong = issuer?.Replace("{0}", server.Issuer, StringComparison.Ordinal)
            .Replace("{1}", server.Issuer.ToUpperInvariant(), StringComparison.Ordinal);
        void Change(JsonObject claims) => Set(claims, "iss", wrong);
        var tokens = await _ada.TokensAsync("trusted");
        var opaque = (await _ada.TokensAsync("opaque"))["access_token"]!; // a token answer has them
        var (access, id) = (tokens["access_token"]!, tokens["id_token"]!);

        await OpensAsync(_insider.Altered(access), true, "trusted");
        await OpensAsync(_insider.AlteredOpaque(opaque, _ => { }), true, "opaque");
        await HintsAsync(_insider.Altered(id), true);
        await OpensAsync(_insider.Altered(access, Change), false, "trusted");
        await OpensAsync(_insider.AlteredOpaque(opaque, Change), false, "opaque");
        await HintsAsync(_insider.Altered(id, Change), false);
        Assert.NotEmpty(what);
    }

    [Fact]
    [Spec("RFC 8725", "3.8")]
    public async Task JOS_26_key_of_one_client_signs_nothing_for_another()
    {
        using var key = AuthServer.Protocol.Jose.SigningKey.Create("b-1", "ES256");
        var keys = new JsonObject { ["jwks"] = JwksOf(key) };
        var other = await server.NewClientAsync("signed", keys);
        string Assertion(string client) => Forged.Jws(key, Forged.HeaderOf(key), Forged.AssertionClaims(server, client));

        Assert.Equal(HttpStatusCode.OK, (await AssertAsync(Assertion(other))).Status);
        Outcome.T401(await AssertAsync(Assertion("signed")));
        Outcome.T401(await AssertAsync(Forged.Assertion(server, other)));
        // And the server's own key signs for no client.
        var ours = (await _ada.TokensAsync("trusted"))["id_token"]!; // openid was asked
        var forged = _insider.Altered(ours, claims =>
        {
            foreach (var (name, value) in Forged.AssertionClaims(server))
                claims[name] = value?.DeepClone();
        });
        Outcome.T401(await AssertAsync(forged));
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task JOS_27_access_token_without_us_in_its_audience_opens_nothing_here()
    {
        var token = (await _ada.TokensAsync("trusted"))["access_token"]!; // a token answer has one
        await OpensAsync(_insider.Altered(token, c => c["aud"] = new JsonArray(StandardServer.OrdersApi, server.Issuer)), true, "trusted");
        await OpensAsync(_insider.Altered(token, c => c["aud"] = server.Issuer), true, "trusted");

        JsonNode?[] wrong =
        [
            new JsonArray(StandardServer.OrdersApi), StandardServer.OrdersApi, server.Issuer + "/", server.Issuer[..^1],
            server.Issuer + "/connect/userinfo", new JsonArray(), "",
        ];
        foreach (var audience in wrong)
        {
            var forged = _insider.Altered(token, c => c["aud"] = audience);
            Outcome.RS401(await _channel.GetAsync("/connect/userinfo", forged));
        }

        foreach (var broken in (JsonNode?[])[null, 7, new JsonArray(7), new JsonObject()])
            await OpensAsync(_insider.Altered(token, c => c["aud"] = broken), false, "trusted");
        await OpensAsync(_insider.Altered(token, c => c.Remove("aud")), false, "trusted");
    }

    [Fact]
    [Spec("RFC 7662", "2.2")]
    public async Task JOS_27_api_learns_of_tokens_for_it_and_of_no_others()
    {
        var token = (await _ada.TokensAsync("trusted"))["access_token"]!; // a token answer has one
        async Task<Reply> AskAsync(string changed) =>
            await _channel.PostAsync("/connect/introspect", StandardServer.Login("api"), ("token", changed));

        Assert.Equal("True", (await AskAsync(_insider.Altered(token)))["active"]);
        foreach (var audience in (string[])["https://mail.example", StandardServer.OrdersApi + "/", StandardServer.OrdersApi[..^1], server.Issuer])
            Outcome.Off(await AskAsync(_insider.Altered(token, c => c["aud"] = audience)));
    }

    [Fact]
    [Spec("OIDC Core", "3.1.3.7")]
    public async Task JOS_27_hint_is_for_one_client_which_is_the_one_that_sends_it()
    {
        var token = (await _ada.TokensAsync("trusted"))["id_token"]!; // openid was asked
        await HintsAsync(_insider.Altered(token), true);
        await HintsAsync(_insider.Altered(token, c => c["azp"] = "trusted"), true);

        foreach (var audience in (JsonNode?[])["other", "Trusted", "truste", new JsonArray("trusted", "other"), null, server.Issuer])
            await HintsAsync(_insider.Altered(token, c => c["aud"] = audience), false);
        await HintsAsync(_insider.Altered(token, c => c.Remove("aud")), false);
        await HintsAsync(_insider.Altered(token, c => c["azp"] = "other"), false);
    }

    private static JsonObject JwksOf(AuthServer.Protocol.Jose.SigningKey key)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            AuthServer.Protocol.Jose.JwkSet.Of([key]).Write(writer);
        return JsonNode.Parse(stream.ToArray())!.AsObject(); // a set is an object
    }

    private static void Set(JsonObject claims, string name, string? value)
    {
        claims.Remove(name);
        if (value is not null)
            claims[name] = value;
    }

    private async Task OpensAsync(string token, bool right, string client)
    {
        var userInfo = await _channel.GetAsync("/connect/userinfo", token);
        var seen = await _channel.PostAsync("/connect/introspect", StandardServer.Login(client), ("token", token));
        if (right)
        {
            Assert.True(userInfo.Status == HttpStatusCode.OK, userInfo.ToString());
            Assert.Equal("True", seen["active"]);
            return;
        }

        Outcome.RS401(userInfo);
        Outcome.Off(seen);
    }

    private async Task HintsAsync(string token, bool right)
    {
        var url = Person.AuthorizeUrl("trusted", ("prompt", "none"), ("id_token_hint", token));
        var reply = await _ada.Browser.GetAsync(url);
        if (right)
        {
            Outcome.Code(reply, server);
            return;
        }

        Outcome.Redir(reply, "invalid_request", server);
        using var stranger = server.NewBrowser();
        Outcome.Page(await stranger.GetAsync(
            $"/connect/endsession?client_id=trusted&id_token_hint={Uri.EscapeDataString(token)}"));
    }

    private Task<Reply> AssertAsync(string assertion) =>
        _channel.TokenAsync(ClientLogin.Assertion(assertion), ("grant_type", "client_credentials"));
}
