using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: requests that break a rule, and what the client hears of it. The control is the request without it.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class AuthorizeRequestTests(AuthorizeServer server)
{
    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("bogus", "unsupported_response_type")]
    [InlineData("token", "unsupported_response_type")]
    [InlineData("none", "unsupported_response_type")]
    [InlineData("CODE", "unsupported_response_type")]
    [InlineData("code code", "unsupported_response_type")]
    [Spec("RFC 6749", "4.1.2.1")]
    public Task AUR_01_response_type(string? type, string error) => RefusedAsync(error, ("response_type", type));

    [Theory]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code id_token")]
    [InlineData("code token")]
    [InlineData("code id_token token")]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task AUR_01_AUR_02_AUR_03_response_type_that_the_client_did_not_register(string type)
    {
        Outcome.RedirInFragment(await server.AskAsync("trusted", ("response_type", type)), "unauthorized_client", server);
        // Said where the tokens would have come: the query is no place for them.
        Outcome.RedirInFragment(
            await server.AskAsync("trusted", ("response_type", type), ("response_mode", "query")), "invalid_request", server);
        Outcome.Code(await server.AskAsync("trusted"), server);
    }

    [Fact]
    public async Task AUR_02_client_without_the_grant()
    {
        var client = await server.NewClientAsync(
            "trusted", new JsonObject { ["grant_types"] = new JsonArray("client_credentials"), ["response_types"] = new JsonArray() });
        Outcome.Redir(await server.AskAsync(client), "unauthorized_client", server);
        Outcome.Code(await server.AskAsync(await server.NewClientAsync("trusted")), server);
    }

    [Theory]
    [InlineData("response_mode", "bogus")]
    [InlineData("response_mode", "form_post.jwt")]
    [InlineData("response_mode", "query.jwt")]
    [InlineData("response_mode", "jwt")]
    [InlineData("response_mode", "web_message")]
    [InlineData("response_mode", "QUERY")]
    [InlineData("response_mode", "query fragment")]
    [Spec("OAuth 2.0 Multiple Response Type Encoding Practices", "2.1")]
    public Task AUR_03_response_mode(string name, string mode) => RefusedAsync("invalid_request", (name, mode));

    [Fact]
    public async Task AUR_03_errors_travel_as_the_request_asked()
    {
        Outcome.RedirInFragment(
            await server.AskAsync("trusted", ("response_mode", "fragment"), ("scope", "bogus")), "invalid_scope", server);
        var form = await server.AskAsync("trusted", ("response_mode", "form_post"), ("scope", "bogus"));
        Assert.Equal(StandardServer.Callback, form.Form.GetAttribute("action"));
        Assert.Equal("invalid_scope", form.Form.QuerySelector("[name=error]")?.GetAttribute("value"));
        // A token in the query: no mode makes the type acceptable.
        Outcome.Redir(
            await server.AskAsync("trusted", ("response_mode", "query"), ("response_type", "token")), "unsupported_response_type", server);
    }

    [Theory]
    [InlineData("spa")]
    [InlineData("native")]
    [InlineData("trusted")]
    [Spec("RFC 9700", "2.1.1")]
    public async Task AUR_05_AUR_06_no_code_challenge(string client)
    {
        var redirectUri = client == "native" ? "http://127.0.0.1/cb" : StandardServer.Callback;
        var address = ("redirect_uri", (string?)redirectUri);
        var reply = await server.AskAsync(client, address, ("code_challenge", null), ("code_challenge_method", null));
        Outcome.Redir(reply, "invalid_request", server, redirectUri);
        Assert.DoesNotContain("error=", (await server.AskAsync(client, address)).SentLocation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s256")]
    [InlineData("S512")]
    [InlineData("S256 plain")]
    public async Task AUR_07_code_challenge_method(string? method)
    {
        await RefusedAsync("invalid_request", ("code_challenge_method", method));
        // Where PKCE is optional, half of it is still a mistake.
        Outcome.Redir(await server.AskAsync("lenient", ("code_challenge_method", method)), "invalid_request", server);
    }

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", "42 characters")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMA", "44 characters")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", "padding")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "a plus")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw/cM", "a slash")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw~cM", "a tilde")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw cM", "a space")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cé", "another letter")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN", "bits beyond the end")]
    [Spec("RFC 7636", "4.2")]
    public async Task AUR_08_malformed_code_challenge(string challenge, string why)
    {
        Assert.NotEmpty(why);
        await RefusedAsync("invalid_request", ("code_challenge", challenge));
        Outcome.Code(await server.AskAsync("trusted", ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")), server);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(10_000)]
    public Task AUR_08_long_code_challenge(int length) =>
        RefusedAsync("invalid_request", ("code_challenge", new string('A', length)));

    [Fact]
    [Spec("RFC 9700", "4.8")]
    public async Task AUR_09_stripping_the_code_challenge_gains_nothing()
    {
        Outcome.Redir(
            await server.AskAsync("trusted", ("code_challenge", null), ("code_challenge_method", null)), "invalid_request", server);
        var stripped = Outcome.Code(
            await server.AskAsync("lenient", ("code_challenge", null), ("code_challenge_method", null)), server);
        Outcome.T400(await Person.RedeemAsync(server, "lenient", stripped), "invalid_grant"); // which sends a verifier
        var whole = Outcome.Code(await server.AskAsync("lenient"), server);
        Assert.NotNull((await Person.RedeemAsync(server, "lenient", whole))["access_token"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("bogus")]
    [InlineData("openid bogus")]
    [InlineData("openid OPENID")]
    [InlineData("openid \"profile\"")]
    [InlineData("openid pro\\file")]
    [InlineData("openid\tprofile")]
    [InlineData("openid\nprofile")]
    [InlineData("openid é")]
    [InlineData("openid,profile")]
    [Spec("RFC 6749", "3.3")]
    public Task AUR_10_unknown_or_malformed_scope(string? scope) => RefusedAsync("invalid_scope", ("scope", scope));

    [Fact]
    public async Task AUR_10_scopes_without_end()
    {
        await RefusedAsync("invalid_scope", ("scope", string.Join(' ', Enumerable.Range(0, 500).Select(i => $"s{i}"))));
        await RefusedAsync("invalid_scope", ("scope", string.Join(' ', Enumerable.Range(0, 5_000).Select(_ => "x"))));
    }

    [Fact]
    public async Task AUR_10_scope_twice_or_without_openid()
    {
        var twice = Outcome.Code(await server.AskAsync("trusted", ("scope", "openid orders.read openid orders.read")), server);
        Assert.Equal("openid orders.read", (await Person.RedeemAsync(server, "trusted", twice))["scope"]);
        var plain = await Person.RedeemAsync(
            server, "trusted", Outcome.Code(await server.AskAsync("trusted", ("scope", "orders.read")), server));
        Assert.Equal("orders.read", plain["scope"]);
        Assert.Null(plain["id_token"]);
    }

    [Theory]
    [InlineData("openid mail.read")]
    [InlineData("mail.read")]
    [InlineData("openid admin")]
    [InlineData("openid groups")]
    public async Task AUR_11_scope_of_others(string scope)
    {
        await RefusedAsync("invalid_scope", ("scope", scope));
        var client = await server.NewClientAsync("trusted", new JsonObject { ["scope"] = "openid mail.read groups" });
        if (!scope.Contains("admin", StringComparison.Ordinal))
            Outcome.Code(await server.AskAsync(client, ("scope", scope)), server);
    }

    [Theory]
    [InlineData("https://unknown.example")]
    [InlineData("/orders")]
    [InlineData("orders")]
    [InlineData("https://orders.example#x")]
    [InlineData("https://orders.example/")]
    [InlineData("HTTPS://orders.example")]
    [InlineData("https://mail.example")]
    [Spec("RFC 8707", "2")]
    public async Task AUR_33_resource_that_the_scope_does_not_open(string resource)
    {
        await RefusedAsync("invalid_target", ("resource", resource));
        // One good value does not carry the other.
        Outcome.Redir(
            await server.AskRawAsync("trusted", "&resource=" + Uri.EscapeDataString(resource), ("resource", StandardServer.OrdersApi)),
            "invalid_target", server);
        Outcome.Code(await server.AskAsync("trusted", ("resource", StandardServer.OrdersApi)), server);
        Outcome.Code(await server.AskRawAsync(
            "trusted", "&resource=" + Uri.EscapeDataString(server.Issuer), ("resource", StandardServer.OrdersApi)), server);
    }

    [Theory]
    [InlineData("registration", "{}", "registration_not_supported")]
    [InlineData("authorization_details", "[]", "invalid_authorization_details")]
    [InlineData("dpop_jkt", "x", "invalid_request")]
    public Task What_is_not_built_is_refused_by_name(string name, string value, string error) => RefusedAsync(error, (name, value));

    [Theory]
    [InlineData("dpop_bound_access_tokens")]
    [InlineData("tls_client_certificate_bound_access_tokens")]
    public async Task Client_that_demands_what_is_not_built_is_refused_by_name(string member)
    {
        var refused = await server.AskAsync(await server.NewClientAsync("trusted", new JsonObject { [member] = true }));
        Outcome.Redir(refused, "invalid_request", server);
        Assert.Contains(member, refused.SentLocation, StringComparison.Ordinal);
        Outcome.Code(await server.AskAsync(await server.NewClientAsync("trusted", new JsonObject { [member] = false })), server);
    }

    /// <summary>For somebody signed in and for nobody, by GET and by POST.</summary>
    private async Task RefusedAsync(string error, params (string Name, string? Value)[] changes)
    {
        Outcome.Redir(await server.AskAsync("trusted", changes), error, server);
        Outcome.Redir(
            await (await server.AdaAsync()).Browser.PostAsync("/connect/authorize", AuthorizeServer.Members("trusted", changes)),
            error, server);
        using var nobody = server.NewBackChannel();
        Outcome.Redir(await nobody.GetAsync(Person.AuthorizeUrl("trusted", changes)), error, server);
        Outcome.Code(await server.AskAsync("trusted"), server);
    }
}
