using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Clients whose id is the address of their own document.</summary>
public sealed class ClientDocumentTests(RegistrationServer server) : IClassFixture<RegistrationServer>
{
    [Fact]
    [Spec("OAuth Client ID Metadata Document", "3")]
    public async Task An_app_that_nobody_registered_signs_people_in_by_its_document()
    {
        using var app = new App();
        using var person = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();

        var code = await person.CodeAsync(app.Id, ("scope", "openid offline_access"));
        var tokens = await channel.TokenAsync(
            ClientLogin.Public(app.Id), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));

        Assert.NotNull(tokens["id_token"]);
        Assert.NotNull(tokens["refresh_token"]);
        var again = await channel.TokenAsync(
            ClientLogin.Public(app.Id), ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!));
        Assert.NotNull(again["access_token"]);
        Assert.Equal(1, app.Asked); // once for all of it
    }

    [Theory]
    [Spec("OAuth Client ID Metadata Document", "4.1")]
    [InlineData("client_id", "\"https://somebody.example/else\"")]
    [InlineData("client_secret", "\"no-secret-at-all-0123456789-0123456789\"")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"")]
    [InlineData("first_party", "true")]
    [InlineData("require_consent", "false")]
    [InlineData("introspection", "\"all\"")]
    [InlineData("access_token_lifetime", "86400")]
    [InlineData("scope", "\"openid admin\"")]
    [InlineData("redirect_uris", "[\"http://elsewhere.example/cb\"]")]
    public async Task A_document_that_asks_for_too_much_is_none(string member, string value)
    {
        using var app = new App((member, JsonNode.Parse(value)));
        using var browser = server.NewBrowser();

        var reply = await browser.GetAsync(Person.AuthorizeUrl(app.Id, ("scope", "openid")));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Null(reply.Location);
        Assert.Equal(1, app.Asked);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM clients WHERE client_id = $1", app.Id));
    }

    [Fact]
    public async Task Only_the_authorization_endpoint_fetches_documents()
    {
        using var app = new App();
        using var channel = server.NewBackChannel();

        var reply = await channel.TokenAsync(ClientLogin.Public(app.Id), ("grant_type", "authorization_code"), ("code", "none"));

        Assert.Equal("invalid_client", reply["error"]);
        Assert.Equal(0, app.Asked);
    }

    /// <summary>A host that shows one document.</summary>
    private sealed class App : IDisposable
    {
        private readonly StoryHost _host;

        public App(params (string Name, JsonNode? Value)[] changes)
        {
            var port = Ports.Free();
            Id = $"http://127.0.0.1:{port}/client.json";
            var document = new JsonObject
            {
                ["client_id"] = Id,
                ["client_name"] = "An agent",
                ["redirect_uris"] = new JsonArray(StandardServer.Callback),
                ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            };
            foreach (var (name, value) in changes)
                document[name] = value;
            _host = StoryHost.Saying(document.ToJsonString(), "Content-Type: application/json\r\n", port: port);
        }

        public string Id { get; }

        public int Asked => _host.Requests.Count;

        public void Dispose() => _host.Dispose();
    }
}
