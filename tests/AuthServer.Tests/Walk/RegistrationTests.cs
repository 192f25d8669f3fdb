using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Clients that register themselves, and look after what they registered.</summary>
public sealed class RegistrationTests(RegistrationServer server) : IClassFixture<RegistrationServer>
{
    [Fact]
    [Spec("RFC 7591", "3.2.1")]
    public async Task A_client_reads_back_everything_that_is_in_force()
    {
        var made = await server.RegisterAsync(RegistrationServer.WebApp(
            ("logo_uri", "https://app.example/logo.png"), ("contacts", new JsonArray("dev@app.example")), ("nobody_knows", "this")));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("no-store", made.Header("Cache-Control"));
        Assert.Equal("An app of its own", made["client_name"]);
        Assert.Equal("client_secret_basic", made["token_endpoint_auth_method"]);
        Assert.Equal("""["code"]""", made["response_types"]);
        Assert.Equal("openid profile email phone address offline_access", made["scope"]);
        Assert.Equal("RS256", made["id_token_signed_response_alg"]);
        Assert.Equal("""["dev@app.example"]""", made["contacts"]);
        Assert.Equal("0", made["client_secret_expires_at"]);
        Assert.Equal(43, made["client_secret"]!.Length);
        Assert.Equal($"{server.Issuer}/connect/register/{made["client_id"]}", made["registration_client_uri"]);
        Assert.Equal(43, made["registration_access_token"]!.Length);
        Assert.Null(made["nobody_knows"]);
    }

    [Fact]
    [Spec("OIDC Registration", "3.1")]
    public async Task A_registered_client_signs_people_in_and_always_asks_them()
    {
        var client = await server.NewAsync();
        var id = client.GetProperty("client_id").GetString()!;
        using var person = await Person.NewAsync(server);
        (string, string?)[] plain = [("code_challenge", null), ("code_challenge_method", null), ("scope", "openid offline_access")];

        var consent = await person.WalkToConsentAsync(id, plain);
        Assert.Contains("has looked at this app", consent.Text, StringComparison.Ordinal);
        var reply = await person.Browser.FollowAsync(await person.Browser.SubmitAsync(consent, ("decision", "allow")));

        using var channel = server.NewBackChannel();
        var tokens = await channel.TokenAsync(
            ClientLogin.Basic(id, client.GetProperty("client_secret").GetString()!), ("grant_type", "authorization_code"),
            ("code", reply.Query["code"]), ("redirect_uri", StandardServer.Callback));
        Assert.NotNull(tokens["id_token"]);
        Assert.NotNull(tokens["refresh_token"]);
    }

    [Fact]
    [Spec("OIDC Registration", "2")]
    public async Task The_sign_in_page_shows_the_logo_the_policy_and_the_terms_of_the_client()
    {
        var client = await server.NewAsync(
            ("logo_uri", "https://pictures.example/logo.png"), ("policy_uri", "https://app.example/policy"), ("tos_uri", "https://app.example/terms"));
        using var browser = server.NewBrowser();
        var page = await browser.FollowAsync(await browser.GetAsync(
            Person.AuthorizeUrl(client.GetProperty("client_id").GetString()!, ("scope", "openid"))));

        Assert.Equal("/account/login", page.Url.AbsolutePath);
        Assert.Equal("https://pictures.example/logo.png", page.Page.QuerySelector("img.app-logo")!.GetAttribute("src"));
        Assert.Contains("img-src 'self' https://pictures.example;", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.NotNull(page.Page.QuerySelector("a[href='https://app.example/policy']"));
        Assert.NotNull(page.Page.QuerySelector("a[href='https://app.example/terms']"));
    }

    [Fact]
    [Spec("RFC 7592", "2")]
    public async Task A_client_reads_replaces_and_deletes_what_it_registered()
    {
        var client = await server.NewAsync(("client_uri", "https://app.example"));
        var (path, token) = OwnOf(client);
        var id = client.GetProperty("client_id").GetString();

        var read = await server.SendAsync(HttpMethod.Get, path, token);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal("https://app.example", read["client_uri"]);
        Assert.Null(read["client_secret"]);
        Assert.Null(read["require_pkce"]); // sent back with all the rest, it would be refused
        Assert.Equal(token, read["registration_access_token"]);

        var replaced = await server.SendAsync(HttpMethod.Put, path, token, RegistrationServer.WebApp(
            ("client_id", id), ("redirect_uris", new JsonArray("https://app.example/other"))));
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        Assert.Equal("""["https://app.example/other"]""", replaced["redirect_uris"]);
        Assert.Null(replaced["client_uri"]); // what is left out is gone
        var next = replaced["registration_access_token"];
        Assert.NotEqual(token, next);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Get, path, token)).Status);

        using var browser = server.NewBrowser();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(Person.AuthorizeUrl(id!))).Status);
        Assert.Equal("/account/login", (await browser.GetAsync(
            Person.AuthorizeUrl(id!, ("redirect_uri", "https://app.example/other"), ("scope", "openid")))).Location?.AbsolutePath);

        Assert.Equal(HttpStatusCode.NoContent, (await server.SendAsync(HttpMethod.Delete, path, next)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Get, path, next)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Delete, path, next)).Status);
    }

    [Fact]
    [Spec("RFC 7592", "2.3")]
    public async Task With_a_client_goes_everything_that_it_was_given()
    {
        var client = await server.NewAsync(("grant_types", new JsonArray("client_credentials")), ("response_types", new JsonArray()),
            ("redirect_uris", null), ("scope", "orders.read"));
        var login = ClientLogin.Basic(client.GetProperty("client_id").GetString()!, client.GetProperty("client_secret").GetString()!);
        using var channel = server.NewBackChannel();
        var token = (await channel.TokenAsync(login, ("grant_type", "client_credentials")))["access_token"]!;
        async Task<string?> StateAsync() =>
            (await channel.PostAsync("/connect/introspect", StandardServer.Login("watcher"), ("token", token)))["active"];
        Assert.Equal("True", await StateAsync());

        var (path, own) = OwnOf(client);
        await server.SendAsync(HttpMethod.Delete, path, own);

        Assert.Equal("False", await StateAsync());
        Assert.Equal("invalid_client", (await channel.TokenAsync(login, ("grant_type", "client_credentials")))["error"]);
    }

    [Fact]
    public async Task Initial_tokens_of_the_settings_may_stand_in_one_text()
    {
        await using var node = await server.StartNodeAsync(("Registration:InitialAccessTokens", $"{new string('a', 40)}, {new string('b', 40)}"));
        using var channel = new BackChannel(node.Address);
        foreach (var (token, status) in new[] { ('b', HttpStatusCode.Created), ('a', HttpStatusCode.Created), ('c', HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register") { Content = JsonContent.Create(RegistrationServer.WebApp()) };
            request.Headers.Authorization = new("Bearer", new string(token, 40));
            Assert.Equal(status, (await channel.SendAsync(request)).Status);
        }
    }

    [Fact]
    public async Task An_administrator_makes_tokens_that_register_as_many_clients_as_they_say()
    {
        using var admin = await Administrator.NewAsync(server);
        var access = admin.Token;
        var made = await server.SendAsync(HttpMethod.Post, "/api/admin/registration-tokens", access, new JsonObject { ["uses"] = 2 });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var token = made["token"];
        Assert.Equal(HttpStatusCode.Created, (await server.RegisterAsync(RegistrationServer.WebApp(), token)).Status);
        // A mistake costs nothing.
        Assert.Equal(HttpStatusCode.BadRequest, (await server.RegisterAsync(RegistrationServer.WebApp(("redirect_uris", null)), token)).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.RegisterAsync(RegistrationServer.WebApp(), token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.RegisterAsync(RegistrationServer.WebApp(), token)).Status);

        var second = await server.SendAsync(HttpMethod.Post, "/api/admin/registration-tokens", access, new JsonObject());
        var list = await server.SendAsync(HttpMethod.Get, "/api/admin/registration-tokens", access);
        Assert.Contains(list.Json.GetProperty("items").EnumerateArray(), t => t.GetProperty("id").GetString() == second["id"]);
        Assert.DoesNotContain(second["token"]!, list.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await server.SendAsync(
            HttpMethod.Delete, $"/api/admin/registration-tokens/{second["id"]}", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.RegisterAsync(RegistrationServer.WebApp(), second["token"])).Status);
    }

    [Fact]
    public async Task Nobody_but_administrators_makes_such_tokens()
    {
        using var person = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var code = await person.CodeAsync("admin-console", ("scope", "openid"));
        var access = (await channel.TokenAsync(
            StandardServer.Login("admin-console"), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier)))["access_token"];

        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(
            HttpMethod.Post, "/api/admin/registration-tokens", access, new JsonObject())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(
            HttpMethod.Post, "/api/admin/registration-tokens", null, new JsonObject())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(
            HttpMethod.Get, "/api/admin/registration-tokens", "nonsense")).Status);
    }

    private static (string Path, string Token) OwnOf(JsonElement client) => (
        new Uri(client.GetProperty("registration_client_uri").GetString()!).AbsolutePath,
        client.GetProperty("registration_access_token").GetString()!);
}
