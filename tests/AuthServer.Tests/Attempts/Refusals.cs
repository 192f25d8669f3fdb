using System.Text.Json.Nodes;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Attempts;

/// <summary>How each rule is broken, and the error that comes of it.</summary>
internal static class Refusals
{
    public static IReadOnlyDictionary<string, (string Code, Func<RecorderServer, Task<Reply>> Break)> All { get; } =
        new Dictionary<string, (string, Func<RecorderServer, Task<Reply>>)>
        {
            ["request.body"] = ("invalid_request", s => RawAsync(s, "/connect/token", "{}", "application/json")),
            ["request.repeated"] = ("invalid_request", s => RawAsync(s, "/connect/token", "client_id=spa&client_id=web")),
            ["request.too_long"] = ("invalid_request", s => RawAsync(s, "/connect/token", $"a={new string('x', 140_000)}")),
            ["client.unknown"] = ("invalid_client", s => TokenAsync(s, ClientLogin.Basic("nobody", "x"))),
            ["client.method"] = ("invalid_client", s => TokenAsync(s, ClientLogin.Post("web", StandardServer.Secret))),
            ["client.secret"] = ("invalid_client", s => TokenAsync(s, ClientLogin.Basic("web", "wrong"))),
            ["client.missing"] = ("invalid_client", s => TokenAsync(s, ClientLogin.Anonymous, ("grant_type", "refresh_token"))),
            ["client.two_ways"] = ("invalid_request", s => TokenAsync(s, Web, ("client_secret", "x"))),
            ["client.public_introspection"] = ("invalid_client", s => PostAsync(s, "/connect/introspect", ClientLogin.Public("spa"), ("token", "x"))),
            ["assertion.aud"] = ("invalid_client", s => AssertAsync(s, c => c["aud"] = "https://other.example")),
            ["assertion.exp"] = ("invalid_client", s => AssertAsync(s, c => c["exp"] = 1)),
            ["assertion.iss"] = ("invalid_client", s => AssertAsync(s, c => c["sub"] = "other")),
            ["assertion.jti"] = ("invalid_client", s => AssertAsync(s, c => c.Remove("jti"))),
            ["assertion.signature"] = ("invalid_client", s => TokenAsync(s, ClientLogin.Assertion(Forged.Assertion(s)[..^4] + "AAAA"))),
            ["assertion.replayed"] = ("invalid_client", ReplayAssertionAsync),

            ["token.grant_type_missing"] = ("invalid_request", s => TokenAsync(s, Web)),
            ["token.grant_type_unsupported"] = ("unsupported_grant_type", s => TokenAsync(s, Web, ("grant_type", "password"))),
            ["token.grant_type_not_allowed"] = ("unauthorized_client", s => TokenAsync(s, Web, ("grant_type", "client_credentials"))),
            ["code.unknown"] = ("invalid_grant", s => RedeemAsync(s, "not-a-code")),
            ["code.other_client"] = ("invalid_grant", async s => await AtDeskAsync(s, await CodeAsync(s), (d, code) => d.RedeemAsync("other", code))),
            ["code.redirect_uri"] = ("invalid_grant", async s => await RedeemAsync(s, await CodeAsync(s), ("redirect_uri", "https://app.example/cb/"))),
            ["code.verifier"] = ("invalid_grant", async s => await RedeemAsync(s, await CodeAsync(s), ("code_verifier", new string('x', 43)))),
            ["code.used"] = ("invalid_grant", UseTwiceAsync),
            ["refresh.unknown"] = ("invalid_grant", s => AtDeskAsync(s, "not-a-token", (d, token) => d.RefreshAsync("web", token))),
            ["refresh.ended"] = ("invalid_grant", RefreshOfAnotherAsync),
            ["refresh.reused"] = ("invalid_grant", RefreshLateAsync),
            ["refresh.scope"] = ("invalid_scope", RefreshForMoreAsync),
            ["machine.scope"] = ("invalid_scope", s => MachineAsync(s, ("scope", "openid"))),
            ["scope.malformed"] = ("invalid_scope", s => MachineAsync(s, ("scope", "a\"b"))),
            ["resource.unknown"] = ("invalid_target", s => MachineAsync(s, ("resource", "https://other.example"))),

            ["authorize.client"] = ("invalid_request", s => AskAsync(s, "nobody")),
            ["authorize.redirect_uri"] = ("invalid_request", s => AskAsync(s, "web", ("redirect_uri", "https://app.example/other"))),
            ["authorize.expired"] = ("invalid_request", s => GetAsync(s, "/connect/authorize/resume?request=x")),
            ["response_type.unsupported"] = ("unsupported_response_type", s => AskAsync(s, "web", ("response_type", "magic"))),
            ["response_type.not_allowed"] = ("unauthorized_client", s => AskAsync(s, "web", ("response_type", "id_token"))),
            ["response_mode.unsupported"] = ("invalid_request", s => AskAsync(s, "web", ("response_mode", "pigeon"))),
            ["scope.unknown"] = ("invalid_scope", s => AskAsync(s, "web", ("scope", "openid mail.read"))),
            ["prompt.none_alone"] = ("invalid_request", s => AskAsync(s, "web", ("prompt", "none login"))),
            ["pkce.required"] = ("invalid_request", s => AskAsync(s, "web", ("code_challenge", null), ("code_challenge_method", null))),
            ["pkce.method"] = ("invalid_request", s => AskAsync(s, "web", ("code_challenge_method", "plain"))),
            ["hint.not_its"] = ("invalid_request", s => AskAsync(s, "web", ("id_token_hint", "a.b.c"))),
            ["feature.registration"] = ("registration_not_supported", s => AskAsync(s, "web", ("registration", "{}"))),
            ["feature.authorization_details"] = ("invalid_authorization_details", s => AskAsync(s, "web", ("authorization_details", "[]"))),
            ["login.required"] = ("login_required", s => AskAsync(s, "web", ("prompt", "none"))),
            ["acr.impossible"] = ("unmet_authentication_requirements", s => AskAsync(
                s, "web", ("claims", """{"id_token":{"acr":{"essential":true,"value":"urn:none"}}}"""))),
            ["consent.required"] = ("consent_required", AskSilentlyAsync),
            ["consent.denied"] = ("access_denied", RefuseConsentAsync),
            ["object.signature"] = ("invalid_request_object", s => AskAsync(s, "signed", ("request", "a.b.c"))),
            ["object.uri"] = ("invalid_request_uri", s => AskAsync(s, "signed", ("request_uri", "https://other.example/object"))),

            ["logout.hint"] = ("invalid_request", s => GetAsync(s, "/connect/endsession?id_token_hint=a.b.c")),
            ["logout.return"] = ("invalid_request", s => GetAsync(
                s, "/connect/endsession?client_id=web&post_logout_redirect_uri=https%3A%2F%2Fother.example")),
            ["bearer.invalid"] = ("invalid_token", s => GetAsync(s, "/connect/userinfo", "a.b.c")),
            ["bearer.openid"] = ("insufficient_scope", async s => await GetAsync(
                s, "/connect/userinfo", (await MachineAsync(s))["access_token"])),
            ["token.missing"] = ("invalid_request", s => PostAsync(s, "/connect/revoke", Web)),
            ["token.id_token"] = ("unsupported_token_type", RevokeIdTokenAsync),
            ["response.no_key"] = ("temporarily_unavailable", AskForEncryptedAsync),

            ["registration.token"] = ("invalid_token", s => s.RegisterAsync(new { }, token: "wrong")),
            ["registration.not_its"] = ("invalid_token", s => s.RegisterAsync(new { }, "wrong", "/web", HttpMethod.Put)),
            ["registration.statement"] = ("invalid_software_statement", s => s.RegisterAsync(new { software_statement = "a.b.c" })),
            ["error.invalid_client_metadata"] = ("invalid_client_metadata", s => s.RegisterAsync(
                new { redirect_uris = new[] { StandardServer.Callback }, subject_type = "odd" })),
            ["error.invalid_redirect_uri"] = ("invalid_redirect_uri", s => s.RegisterAsync(new { redirect_uris = new[] { "nowhere" } })),
            ["server.fault"] = ("server_error", BreakClientAsync),
        };

    private static ClientLogin Web => StandardServer.Login("web");

    private static async Task<Reply> RawAsync(RecorderServer server, string path, string body, string type = "application/x-www-form-urlencoded")
    {
        using var channel = server.NewBackChannel();
        return await channel.PostRawAsync(path, body, type);
    }

    private static Task<Reply> TokenAsync(RecorderServer server, ClientLogin login, params (string, string)[] members) =>
        PostAsync(server, "/connect/token", login, members);

    private static async Task<Reply> PostAsync(RecorderServer server, string path, ClientLogin login, params (string, string)[] members)
    {
        using var channel = server.NewBackChannel();
        return await channel.PostAsync(path, login, members);
    }

    private static async Task<Reply> GetAsync(RecorderServer server, string path, string? token = null)
    {
        using var channel = server.NewBackChannel();
        return await channel.GetAsync(path, token);
    }

    private static async Task<Reply> AtDeskAsync(RecorderServer server, string what, Func<Desk, string, Task<Reply>> call)
    {
        using var desk = new Desk(server);
        return await call(desk, what);
    }

    private static Task<Reply> MachineAsync(RecorderServer server, params (string, string)[] more) =>
        TokenAsync(server, StandardServer.Login("machine"), [("grant_type", "client_credentials"), .. more]);

    private static Task<Reply> AskAsync(RecorderServer server, string clientId, params (string, string?)[] changes) =>
        GetAsync(server, Person.AuthorizeUrl(clientId, changes));

    private static Task<Reply> AssertAsync(RecorderServer server, Action<JsonObject> change) =>
        TokenAsync(server, ClientLogin.Assertion(Forged.Assertion(server, claims: change)), ("grant_type", "client_credentials"));

    private static async Task<Reply> ReplayAssertionAsync(RecorderServer server)
    {
        var login = Forged.Login(server);
        await TokenAsync(server, login);
        return await TokenAsync(server, login);
    }

    private static async Task<string> CodeAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        return await ada.CodeAsync("web");
    }

    private static async Task<Reply> RedeemAsync(RecorderServer server, string code, params (string, string?)[] changes)
    {
        using var desk = new Desk(server);
        return await desk.RedeemAsync("web", code, changes);
    }

    private static async Task<Reply> UseTwiceAsync(RecorderServer server)
    {
        var code = await CodeAsync(server);
        await RedeemAsync(server, code);
        return await RedeemAsync(server, code);
    }

    private static async Task<Reply> RefreshOfAnotherAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        return await desk.RefreshAsync("other", (await ada.TokensAsync("web"))["refresh_token"]!); // it asks offline_access
    }

    private static async Task<Reply> RefreshLateAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var first = (await ada.TokensAsync("web"))["refresh_token"]!; // it asks offline_access
        await desk.RefreshAsync("web", first);
        await server.AgeAsync(await server.GivenAsync(ada, "web"), TimeSpan.FromMinutes(5));
        return await desk.RefreshAsync("web", first);
    }

    private static async Task<Reply> RefreshForMoreAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        return await desk.RefreshAsync("web", (await ada.TokensAsync("web"))["refresh_token"]!, ("scope", "orders.write")); // as above
    }

    private static async Task<Reply> AskSilentlyAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        return await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("prompt", "none")));
    }

    private static async Task<Reply> RefuseConsentAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        var page = await ada.WalkToConsentAsync("web");
        return await ada.Browser.GetAsync((await ada.Browser.SubmitAsync(page, ("decision", "deny"))).Location!.ToString()); // back to the endpoint
    }

    private static async Task<Reply> RevokeIdTokenAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        return await desk.RevokeAsync("web", (await ada.TokensAsync("web"))["id_token"]!); // it asks openid
    }

    private static async Task<Reply> AskForEncryptedAsync(RecorderServer server)
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted", new JsonObject { ["userinfo_encrypted_response_alg"] = "RSA-OAEP-256" });
        return await GetAsync(server, "/connect/userinfo", (await ada.TokensAsync(client))["access_token"]);
    }

    /// <summary>What stands in the database is nothing that this server could have written.</summary>
    private static async Task<Reply> BreakClientAsync(RecorderServer server)
    {
        var client = await server.NewClientAsync("web");
        await server.ExecuteAsync("UPDATE clients SET document = '{\"redirect_uris\":7}' WHERE client_id = $1", client);
        return await AskAsync(server, client);
    }
}
